package org.posthorn.wire.imap;

import java.util.List;

/// What RFC 4314 §3.6 to §3.8 answer. Rights are letters.
public final class AclResponses {

  private AclResponses() {}

  /// One entry of a list.
  public record Entry(String identifier, String rights) {}

  /// `acl-data = "ACL" SP mailbox *(SP identifier SP rights)`
  public static void acl(ResponseWriter out, MailboxName mailbox, List<Entry> entries) {
    out.raw("* ACL ");
    out.mailbox(mailbox);
    for (var entry : entries) {
      out.space();
      out.astring(entry.identifier);
      out.space();
      out.astring(entry.rights);
    }
    out.crlf();
  }

  /// `listrights-data = "LISTRIGHTS" SP mailbox SP identifier SP rights *(SP rights)`
  ///
  /// @param always rights that nobody can take from this identifier
  /// @param each rights that are given one by one
  public static void listRights(
      ResponseWriter out,
      MailboxName mailbox,
      String identifier,
      String always,
      List<String> each) {
    out.raw("* LISTRIGHTS ");
    out.mailbox(mailbox);
    out.space();
    out.astring(identifier);
    out.space();
    out.astring(always);
    for (var rights : each) {
      out.space();
      out.astring(rights);
    }
    out.crlf();
  }

  /// `myrights-data = "MYRIGHTS" SP mailbox SP rights`
  public static void myRights(ResponseWriter out, MailboxName mailbox, String rights) {
    out.raw("* MYRIGHTS ");
    out.mailbox(mailbox);
    out.space();
    out.astring(rights);
    out.crlf();
  }
}
