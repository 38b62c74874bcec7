package org.posthorn.wire.imap;

/// What LIST and LSUB look for (RFC 9051 §6.3.9): `*` is any text, `%` any text without the
/// hierarchy separator.
///
/// Matching takes time in proportion to pattern times name, whatever the wildcards.
public record MailboxPattern(String text) {

  public MailboxPattern {
    if (text.length() > ImapLimits.PATTERN_LENGTH)
      throw new IllegalArgumentException("pattern of " + text.length() + " characters");
  }

  /// Whether a mailbox of that name belongs to the answer. `INBOX` matches in any case.
  public boolean matches(MailboxName name) {
    var subject = name.text();
    boolean anyCase = name.isInbox();
    // reached[i]: the first i characters of the pattern match the text so far.
    var reached = new boolean[text.length() + 1];
    reached[0] = true;
    skipWildcards(reached);
    for (int at = 0; at < subject.length(); at++)
      if (!step(reached, subject.charAt(at), anyCase)) return false;
    return reached[text.length()];
  }

  /// Takes one character of the name; false when nothing can match any more.
  private boolean step(boolean[] reached, char c, boolean anyCase) {
    boolean before = reached[0];
    boolean any = false;
    reached[0] = false;
    for (int i = 1; i < reached.length; i++) {
      char p = text.charAt(i - 1);
      boolean here = reached[i];
      reached[i] =
          switch (p) {
            case '*' -> here || before;
            case '%' -> (here || before) && c != MailboxName.SEPARATOR;
            default -> before && (p == c || (anyCase && Chars.upper(p) == c));
          };
      before = here;
      any |= reached[i];
    }
    skipWildcards(reached);
    return any;
  }

  /// A wildcard also matches nothing.
  private void skipWildcards(boolean[] reached) {
    for (int i = 0; i < text.length(); i++) {
      char p = text.charAt(i);
      if (reached[i] && (p == '*' || p == '%')) reached[i + 1] = true;
    }
  }

  /// Whether the pattern has a wildcard at all; without, it asks for one mailbox.
  public boolean hasWildcard() {
    return text.indexOf('*') >= 0 || text.indexOf('%') >= 0;
  }

  static boolean anyMatch(Iterable<MailboxPattern> patterns, MailboxName name) {
    for (var pattern : patterns) if (pattern.matches(name)) return true;
    return false;
  }
}
