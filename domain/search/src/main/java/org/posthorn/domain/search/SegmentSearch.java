package org.posthorn.domain.search;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.BitSet;

/// Looks for a text in one segment, without looking at any message. Lives as long as its search.
final class SegmentSearch {

  /// For a search in all of a message: its header is one thing and its body another, since a text
  /// may go from a field's name into its value but not from the header into the body.
  private static final int HEADER = Fields.OTHER;

  private final SegmentReader segment;
  private final TextField field;
  private final int emails;

  SegmentSearch(SegmentReader segment, TextField field) {
    this.segment = segment;
    this.field = field;
    emails = segment.directory().size();
  }

  TextAnswer.Part find(String text, Needle needle) throws SQLException {
    var partial = segment.directory().partial();
    var presence = field.presence();
    boolean isOfHeader = field instanceof TextField.Header;
    if (isOfHeader && presence == null) return unknown();
    if (text.isEmpty() && !isOfHeader) return part(all(), new BitSet());
    if (needle.patterns().isEmpty() && !isOfHeader) return unknown();

    var found = all();
    if (presence != null) found = with(Pattern.whole(presence), Fields.ALL);
    if (text.isEmpty()) return part(found, partial);
    if (needle.isExact() && field.isExact()) {
      return part(with(needle.patterns().getFirst(), field.fields()), partial);
    }
    if (!needle.patterns().isEmpty()) found.and(withAll(needle));
    found.or(partial);
    return part(new BitSet(), found);
  }

  private TextAnswer.Part unknown() {
    return part(new BitSet(), all());
  }

  private TextAnswer.Part part(BitSet yes, BitSet maybe) {
    return new TextAnswer.Part(segment.directory(), yes, maybe);
  }

  private BitSet all() {
    var all = new BitSet(emails);
    all.set(0, emails);
    return all;
  }

  /// Emails that have all patterns in one of the fields.
  private BitSet withAll(Needle needle) throws SQLException {
    var left = new byte[emails];
    Arrays.fill(left, (byte) 0xff);
    for (var pattern : needle.patterns()) {
      var has = new byte[emails];
      each(
          pattern,
          (email, fields) -> {
            has[email] |= (byte) narrow(fields);
            return true;
          });
      boolean isNone = true;
      for (int i = 0; i < emails; i++) {
        left[i] &= has[i];
        isNone &= left[i] == 0;
      }
      if (isNone) return new BitSet();
    }
    var found = new BitSet(emails);
    for (int i = 0; i < emails; i++) if (left[i] != 0) found.set(i);
    return found;
  }

  private int narrow(int fields) {
    int asked = fields & field.fields();
    if (field.fields() != Fields.ALL) return asked;
    return (asked & Fields.BODY) | ((asked & ~Fields.BODY) == 0 ? 0 : HEADER);
  }

  /// Emails that have the pattern in any of these fields.
  private BitSet with(Pattern pattern, int wanted) throws SQLException {
    var found = new Found(emails);
    each(pattern, (email, fields) -> (fields & wanted) == 0 || found.add(email));
    return found.emails;
  }

  /// Which were found, and how many are left.
  private static final class Found {
    private final BitSet emails;
    private int left;

    Found(int emails) {
      this.emails = new BitSet(emails);
      left = emails;
    }

    /// False when it was the last one.
    boolean add(int email) {
      if (emails.get(email)) return true;
      emails.set(email);
      return --left > 0;
    }
  }

  private interface Visit {
    /// False ends the search.
    boolean email(int number, int fields);
  }

  private void each(Pattern pattern, Visit visit) throws SQLException {
    var directory = segment.directory();
    for (int number = 0; number < directory.pages(); number++) {
      if (!pattern.mayBeIn(directory, number)) continue;
      if (!each(segment.page(number), pattern, visit)) return;
    }
  }

  private boolean each(Page page, Pattern pattern, Visit visit) {
    var text = page.text();
    var sought = pattern.text();
    for (int at = text.indexOf(sought); at >= 0; ) {
      int token = page.tokenAt(at);
      var cursor = new Postings.Cursor(page, token, emails);
      while (cursor.next()) if (!visit.email(cursor.email(), cursor.fields())) return false;
      // from the zero that ends this token, with which the next one may begin
      at = text.indexOf(sought, page.start(token + 1) - 1);
    }
    return true;
  }
}
