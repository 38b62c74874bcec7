package org.posthorn.wire.imap;

import java.util.ArrayList;
import java.util.List;

/// Which mailboxes an ESEARCH looks into (RFC 7377 §2.2, RFC 5465 §6).
///
/// @param mailboxes those that are named, of the kinds that name some
public record SearchSource(Kind kind, List<MailboxName> mailboxes) {

  /// Where the mailboxes come from.
  public enum Kind {
    SELECTED("SELECTED"),
    /// Where mail is delivered to.
    INBOXES("INBOXES"),
    /// All of one's own.
    PERSONAL("PERSONAL"),
    SUBSCRIBED("SUBSCRIBED"),
    /// Those named, and all below them.
    SUBTREE("SUBTREE"),
    /// Those named, and those one level below.
    SUBTREE_ONE("SUBTREE-ONE"),
    /// Those named.
    MAILBOXES("MAILBOXES");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    boolean names() {
      return this == SUBTREE || this == SUBTREE_ONE || this == MAILBOXES;
    }
  }

  public static final SearchSource SELECTED = new SearchSource(Kind.SELECTED, List.of());

  public SearchSource {
    mailboxes = List.copyOf(mailboxes);
    if (kind.names() == mailboxes.isEmpty()) throw new IllegalArgumentException("" + kind);
  }

  /// ```
  /// esearch-source-opts = "IN" SP "(" source-mbox [SP "(" scope-options ")"] ")"
  /// source-mbox         = filter-mailboxes *(SP filter-mailboxes)
  /// ```
  ///
  /// From the parenthesis on. No scope option is defined, so any is unknown.
  static List<SearchSource> parse(Cursor cursor) throws ImapSyntaxException {
    var sources = new ArrayList<SearchSource>();
    int named = 0;
    cursor.expect('(');
    do {
      if (cursor.peek() == '(') throw cursor.fault("Unknown scope option");
      var source = source(cursor);
      sources.add(source);
      named += source.mailboxes().size();
      if (sources.size() + named > ImapLimits.SEARCH_SOURCES)
        throw cursor.fault("Too many mailboxes");
    } while (cursor.skipIf(' '));
    cursor.expect(')');
    return sources;
  }

  /// ```
  /// filter-mailboxes    = "selected" / "inboxes" / "personal" / "subscribed" /
  ///                       ("subtree" / "subtree-one" / "mailboxes") SP one-or-more-mailbox
  /// one-or-more-mailbox = mailbox / "(" mailbox *(SP mailbox) ")"
  /// ```
  private static SearchSource source(Cursor cursor) throws ImapSyntaxException {
    return named(cursor, cursor.word());
  }

  /// The source that this word begins.
  static SearchSource named(Cursor cursor, String word) throws ImapSyntaxException {
    for (var kind : Kind.values()) {
      if (!kind.text.equals(word)) continue;
      if (!kind.names()) return new SearchSource(kind, List.of());
      cursor.space();
      return new SearchSource(kind, mailboxes(cursor));
    }
    throw cursor.fault("Unknown source of mailboxes");
  }

  private static List<MailboxName> mailboxes(Cursor cursor) throws ImapSyntaxException {
    if (!cursor.skipIf('(')) return List.of(cursor.mailbox());
    var mailboxes = new ArrayList<MailboxName>();
    do {
      if (mailboxes.size() == ImapLimits.SEARCH_SOURCES) throw cursor.fault("Too many mailboxes");
      mailboxes.add(cursor.mailbox());
    } while (cursor.skipIf(' '));
    cursor.expect(')');
    return mailboxes;
  }
}
