package org.posthorn.wire.imap;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The name of a mailbox (RFC 9051 §5.1) as Unicode text, levels separated by `/`.
///
/// Kept in NFC, and with `INBOX` in upper case wherever it is the first level, so that equal names
/// are equal text. Everything that a client can write is a name: one that cannot exist simply does
/// not. What CREATE and RENAME must not make, [#fault] tells.
public record MailboxName(String text) {

  public static final char SEPARATOR = '/';

  public static final MailboxName INBOX = new MailboxName("INBOX");

  /// In UTF-8.
  public static final int MAX_OCTETS = 1_000;

  /// Levels of hierarchy.
  public static final int MAX_DEPTH = 32;

  public MailboxName {
    text = withInbox(Normalizer.normalize(text, Normalizer.Form.NFC));
  }

  /// Why no mailbox can have a name.
  public enum Fault {
    EMPTY("A mailbox name cannot be empty"),
    TOO_LONG("A mailbox name has at most " + MAX_OCTETS + " octets"),
    TOO_DEEP("Mailboxes nest at most " + MAX_DEPTH + " levels deep"),
    EMPTY_LEVEL("A level of a mailbox name cannot be empty"),
    CONTROL_CHARACTER("A mailbox name cannot have control characters"),
    WILDCARD("A mailbox name cannot have the wildcards % and *"),
    NAMESPACE("A mailbox name cannot begin with #");

    private final String text;

    Fault(String text) {
      this.text = text;
    }

    /// For people.
    public String text() {
      return text;
    }
  }

  /// The name in an argument of a command.
  ///
  /// @throws IllegalArgumentException with a text for the client when the octets are not the mode's
  ///   encoding of any text
  static MailboxName decode(byte[] name, WireMode mode) {
    return new MailboxName(decodeText(name, mode));
  }

  static String decodeText(byte[] name, WireMode mode) {
    var text = mode.utf8() ? Utf8.decode(name) : ModifiedUtf7.decode(name);
    if (text == null)
      throw new IllegalArgumentException(
          mode.utf8()
              ? "Mailbox name is not UTF-8"
              : "Mailbox name is not modified UTF-7 (RFC 3501 section 5.1.3)");
    return text;
  }

  /// What a client reads and writes in that mode.
  String encode(WireMode mode) {
    return mode.utf8() ? text : ModifiedUtf7.encode(text);
  }

  public boolean isInbox() {
    return text.equals("INBOX");
  }

  public List<String> levels() {
    return List.of(text.split("/", -1));
  }

  /// The name one level up; absent at the top.
  public @Nullable MailboxName parent() {
    int last = text.lastIndexOf(SEPARATOR);
    return last < 0 ? null : new MailboxName(text.substring(0, last));
  }

  /// Whether this is `other`'s child, grandchild and so on.
  public boolean isBelow(MailboxName other) {
    return text.length() > other.text.length()
        && text.startsWith(other.text)
        && text.charAt(other.text.length()) == SEPARATOR;
  }

  /// The name that a mailbox below `from` gets when `from` is renamed to `to`.
  public MailboxName moved(MailboxName from, MailboxName to) {
    if (!isBelow(from)) throw new IllegalArgumentException("not below");
    return new MailboxName(to.text + text.substring(from.text.length()));
  }

  /// Without a separator at the end, by which CREATE only announces children (RFC 9051 §6.3.4).
  MailboxName withoutLastSeparator() {
    return text.length() > 1 && text.charAt(text.length() - 1) == SEPARATOR
        ? new MailboxName(text.substring(0, text.length() - 1))
        : this;
  }

  /// Why CREATE and RENAME must not make this name; absent when they may. RFC 9051 §5.1 lets a
  /// server refuse what clients cannot show or LIST cannot ask for, RFC 6855 §3 forbids control
  /// characters and line separators.
  public @Nullable Fault fault() {
    if (text.isEmpty()) return Fault.EMPTY;
    if (text.getBytes(StandardCharsets.UTF_8).length > MAX_OCTETS) return Fault.TOO_LONG;
    if (text.charAt(0) == '#') return Fault.NAMESPACE;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029')
        return Fault.CONTROL_CHARACTER;
      if (c == '%' || c == '*') return Fault.WILDCARD;
    }
    var levels = levels();
    if (levels.contains("")) return Fault.EMPTY_LEVEL;
    return levels.size() > MAX_DEPTH ? Fault.TOO_DEEP : null;
  }

  @Override
  public String toString() {
    return text;
  }

  private static String withInbox(String text) {
    boolean inbox =
        text.regionMatches(true, 0, "INBOX", 0, 5)
            && isAscii(text, 5)
            && (text.length() == 5 || text.charAt(5) == SEPARATOR);
    return inbox && !text.startsWith("INBOX") ? "INBOX" + text.substring(5) : text;
  }

  /// `regionMatches` folds U+0131 (dotless i) and others to ASCII letters.
  private static boolean isAscii(String text, int length) {
    for (int i = 0; i < length; i++) if (text.charAt(i) > 127) return false;
    return true;
  }
}
