package org.posthorn.wire.imap;

import org.posthorn.wire.imap.AfterLogin.SetAcl.Change;

/// SETACL, DELETEACL, GETACL, LISTRIGHTS and MYRIGHTS (RFC 4314 §3).
final class AclParser {

  private AclParser() {}

  /// ```
  /// setacl     = "SETACL" SP mailbox SP identifier SP mod-rights
  /// mod-rights = astring    ; +rights to add, -rights to remove, rights to replace
  /// ```
  static ImapCommand set(Cursor cursor, MailboxName mailbox) throws ImapSyntaxException {
    var identifier = identifier(cursor);
    cursor.space();
    var rights = cursor.text();
    if (rights.length() > ImapLimits.RIGHTS_OCTETS) throw cursor.fault("Too many rights");
    if (rights.startsWith("+"))
      return new AfterLogin.SetAcl(mailbox, identifier, Change.ADD, rights.substring(1));
    if (rights.startsWith("-"))
      return new AfterLogin.SetAcl(mailbox, identifier, Change.REMOVE, rights.substring(1));
    return new AfterLogin.SetAcl(mailbox, identifier, Change.REPLACE, rights);
  }

  /// `deleteacl = "DELETEACL" SP mailbox SP identifier`
  static ImapCommand delete(Cursor cursor, MailboxName mailbox) throws ImapSyntaxException {
    return new AfterLogin.DeleteAcl(mailbox, identifier(cursor));
  }

  /// `listrights = "LISTRIGHTS" SP mailbox SP identifier`
  static ImapCommand listRights(Cursor cursor, MailboxName mailbox) throws ImapSyntaxException {
    return new AfterLogin.ListRights(mailbox, identifier(cursor));
  }

  /// `identifier = astring`
  private static String identifier(Cursor cursor) throws ImapSyntaxException {
    cursor.space();
    var identifier = cursor.text();
    if (identifier.isEmpty() || identifier.length() > ImapLimits.IDENTIFIER_OCTETS)
      throw cursor.fault("Identifier expected");
    return identifier;
  }
}
