package org.posthorn.wire.sieve;

import org.jspecify.annotations.Nullable;

/// Where `fileinto` and `:fcc` put a message: the tags that both know (RFC 5490 §3.2, RFC 8579 §4,
/// RFC 9042 §4, RFC 8580 §3.1).
record MailboxArguments(
    boolean create, @Nullable Template specialUse, @Nullable Template objectId) {

  /// A path through this many mailboxes is no name but an attack.
  private static final int MAX_NAME_CHARACTERS = 1_000;

  static MailboxArguments of(Arguments arguments) throws CheckFailed {
    boolean create = arguments.flag("create", Extension.MAILBOX);
    var specialUse = arguments.stringTag("specialuse", Extension.SPECIAL_USE);
    var objectId = arguments.stringTag("mailboxid", Extension.MAILBOXID);
    if (specialUse != null && objectId != null)
      throw arguments.fail(":specialuse and :mailboxid exclude each other (RFC 9042 §4.2)");
    if (specialUse != null && specialUse.isConstant() && !isAttribute(specialUse.source()))
      throw CheckFailed.of(
          specialUse.at(),
          "a special use is written as \"\\\\Archive\", not \"" + specialUse.source() + "\"");
    return new MailboxArguments(create, specialUse, objectId);
  }

  boolean isEmpty() {
    return !create && specialUse == null && objectId == null;
  }

  static Template name(Template name) throws CheckFailed {
    var fault = name.isConstant() ? fault(name.source()) : null;
    if (fault != null) throw CheckFailed.of(name.at(), fault);
    return name;
  }

  Action.Destination destination(Execution execution, Template name) {
    var mailbox = execution.expand(name);
    var fault = fault(mailbox);
    if (fault != null) throw new ScriptFault(fault);
    var use = execution.expandOrNull(specialUse);
    if (use != null && !isAttribute(use))
      throw new ScriptFault("\"" + use + "\" is no special use such as \\Archive");
    return new Action.Destination(mailbox, execution.expandOrNull(objectId), use, create);
  }

  private static @Nullable String fault(String name) {
    if (name.isEmpty()) return "the name of a mailbox must not be empty";
    if (name.length() > MAX_NAME_CHARACTERS) return "the name of a mailbox is too long";
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c < 0x20 || c == 0x7f) return "the name of a mailbox must not have control characters";
      if (Octets.isEscape(c)) return "the name of a mailbox must be UTF-8";
    }
    return null;
  }

  // RFC 6154 §6: use-attr = "\" atom
  private static boolean isAttribute(String text) {
    if (text.length() < 2 || text.charAt(0) != '\\') return false;
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7f || "(){%*\"\\]".indexOf(c) >= 0) return false;
    }
    return true;
  }
}
