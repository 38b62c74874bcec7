package org.posthorn.domain.mailbox;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/// The name of a mailbox with its levels, parted by `/`, in Unicode form NFC. `INBOX` is spelt so,
/// however it came.
///
/// At most 32 levels and 1,000 octets of UTF-8; no level is empty or holds control characters.
public record MailboxPath(String text) implements Comparable<MailboxPath> {

  public static final char SEPARATOR = '/';
  public static final int MAX_LEVELS = 32;
  public static final int MAX_OCTETS = 1000;
  public static final MailboxPath INBOX = new MailboxPath("INBOX");

  /// What the names of other people's mailboxes begin with (RFC 2342 §5), and no new one of one's
  /// own, whoever makes it: it would stand where another's does.
  public static final String OTHER_USERS = "Other Users";

  /// The same, of mailboxes that several people use.
  public static final String SHARED = "Shared";

  /// Throws [IllegalArgumentException] with a text for the user when the name cannot be used.
  public MailboxPath {
    text = canonicalInbox(Normalizer.normalize(text, Normalizer.Form.NFC));
    if (text.isEmpty()) throw new IllegalArgumentException("a mailbox name cannot be empty");
    if (text.getBytes(StandardCharsets.UTF_8).length > MAX_OCTETS)
      throw new IllegalArgumentException("a mailbox name has at most " + MAX_OCTETS + " octets");
    var levels = text.split("/", -1);
    if (levels.length > MAX_LEVELS)
      throw new IllegalArgumentException("a mailbox name has at most " + MAX_LEVELS + " levels");
    for (var level : levels) checkLevel(level);
  }

  private static String canonicalInbox(String text) {
    if (!text.regionMatches(true, 0, "INBOX", 0, 5)) return text;
    if (text.length() == 5) return "INBOX";
    return text.charAt(5) == SEPARATOR ? "INBOX" + text.substring(5) : text;
  }

  private static void checkLevel(String level) {
    if (level.isEmpty())
      throw new IllegalArgumentException("a level of a mailbox name cannot be empty");
    if (level.codePoints().anyMatch(MailboxPath::isForbidden))
      throw new IllegalArgumentException("a mailbox name cannot hold control characters");
  }

  // RFC 9051 §5.1 and RFC 5198 §2: no controls, no line or paragraph separators; no lone surrogates
  // either.
  private static boolean isForbidden(int point) {
    return Character.isISOControl(point)
        || point == 0x2028
        || point == 0x2029
        || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
  }

  public boolean isInbox() {
    return text.equals("INBOX");
  }

  /// Whether this name is kept for the mailboxes of others.
  public boolean isOfOthers() {
    int slash = text.indexOf(SEPARATOR);
    var first = slash < 0 ? text : text.substring(0, slash);
    return first.equals(OTHER_USERS) || first.equals(SHARED);
  }

  /// Whether this name lies below `other` in the hierarchy.
  public boolean isBelow(MailboxPath other) {
    return text.length() > other.text.length()
        && text.startsWith(other.text)
        && text.charAt(other.text.length()) == SEPARATOR;
  }

  /// This name with its beginning `from` replaced by `to`; `this` is `from` or below it.
  MailboxPath moved(MailboxPath from, MailboxPath to) {
    return new MailboxPath(to.text + text.substring(from.text.length()));
  }

  @Override
  public int compareTo(MailboxPath other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
