package org.posthorn.domain.search;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.Sql;
import org.posthorn.platform.storage.Transaction;

/// The SQL of the index's tables.
final class SegmentStore {

  private static final int PAGE_BITS = 20;

  /// Pages of a segment.
  static final int MAX_PAGES = 1 << PAGE_BITS;

  private SegmentStore() {}

  /// A segment that can be searched.
  record Row(long id, int emails, long lastEmail, long bytes) {}

  private static final String SEGMENTS =
      """
      SELECT segment_id, emails, last_email, bytes FROM search_segment
      WHERE account_id = ? AND complete = 1 ORDER BY last_email
      """;

  static List<Row> segments(Transaction tx, long account) throws SQLException {
    return Sql.all(
        tx,
        row -> new Row(row.getLong(1), row.getInt(2), row.getLong(3), row.getLong(4)),
        SEGMENTS,
        account);
  }

  private static final String DIRECTORY =
      "SELECT directory FROM search_segment WHERE segment_id = ?";

  static byte[] directory(Transaction tx, long segment) throws SQLException {
    return found(Sql.first(tx, row -> row.getBytes(1), DIRECTORY, segment), segment);
  }

  private static final String PAGE = "SELECT data FROM search_page WHERE page_id = ?";

  static byte[] page(Transaction tx, long segment, int number) throws SQLException {
    return found(Sql.first(tx, row -> row.getBytes(1), PAGE, pageId(segment, number)), segment);
  }

  private static byte[] found(byte @Nullable [] data, long segment) {
    if (data == null) throw new IndexDamaged("a part of segment " + segment + " is missing");
    return data;
  }

  private static long pageId(long segment, int number) {
    return (segment << PAGE_BITS) | number;
  }

  private static final String BEGIN =
      """
      INSERT INTO search_segment (account_id, complete, emails, last_email, bytes, directory)
      VALUES (?, 0, 0, 0, 0, ?) RETURNING segment_id
      """;

  /// A segment that nobody sees yet.
  static long begin(Transaction tx, long account) throws SQLException {
    return Sql.number(tx, BEGIN, account, new byte[0]);
  }

  private static final String ADD = "INSERT INTO search_page (page_id, data) VALUES (?, ?)";

  static void add(Transaction tx, long segment, int number, byte[] data) throws SQLException {
    Sql.update(tx, ADD, pageId(segment, number), data);
  }

  private static final String COMPLETE =
      """
      UPDATE search_segment SET complete = 1, emails = ?, last_email = ?, bytes = ?, directory = ?
      WHERE segment_id = ?
      """;

  static void complete(Transaction tx, Row segment, byte[] directory) throws SQLException {
    Sql.update(
        tx,
        COMPLETE,
        segment.emails(),
        segment.lastEmail(),
        segment.bytes(),
        directory,
        segment.id());
  }

  private static final String DROP_PAGES = "DELETE FROM search_page WHERE page_id BETWEEN ? AND ?";
  private static final String DROP = "DELETE FROM search_segment WHERE segment_id = ?";

  /// Removes pages from one on; false when there were no more.
  static boolean dropPages(Transaction tx, long segment, int from, int count) throws SQLException {
    return Sql.update(tx, DROP_PAGES, pageId(segment, from), pageId(segment, from + count - 1)) > 0;
  }

  /// Removes a segment whose pages are gone.
  static void drop(Transaction tx, long segment) throws SQLException {
    Sql.update(tx, DROP, segment);
  }

  private static final String HIDE = "UPDATE search_segment SET complete = 0 WHERE segment_id = ?";

  /// From now on nobody sees it.
  static void hide(Transaction tx, long segment) throws SQLException {
    Sql.update(tx, HIDE, segment);
  }

  private static final String OF_ACCOUNT =
      "SELECT segment_id FROM search_segment WHERE account_id = ? AND complete = 1";

  /// Every segment of an account.
  static List<Long> ofAccount(Transaction tx, long account) throws SQLException {
    return Sql.all(tx, row -> row.getLong(1), OF_ACCOUNT, account);
  }

  private static final String UNFINISHED =
      "SELECT segment_id FROM search_segment WHERE complete = 0";

  /// What a process that was killed left behind.
  static List<Long> unfinished(Transaction tx) throws SQLException {
    return Sql.all(tx, row -> row.getLong(1), UNFINISHED);
  }

  /// What there is of an account.
  record Account(long id, long lastEmail, int segments, long emails, long bytes) {}

  private static final String ACCOUNTS =
      """
      SELECT account_id, MAX(last_email), COUNT(*), SUM(emails), SUM(bytes) FROM search_segment
      WHERE complete = 1 GROUP BY account_id
      """;

  static Map<Long, Account> accounts(Transaction tx) throws SQLException {
    var accounts = new HashMap<Long, Account>();
    for (var account :
        Sql.all(
            tx,
            row ->
                new Account(
                    row.getLong(1), row.getLong(2), row.getInt(3), row.getLong(4), row.getLong(5)),
            ACCOUNTS)) accounts.put(account.id(), account);
    return accounts;
  }

  private static final String PROGRESS = "SELECT email_id FROM search_progress";

  static long progress(Transaction tx) throws SQLException {
    return Sql.number(tx, PROGRESS);
  }

  private static final String SAVE_PROGRESS = "UPDATE search_progress SET email_id = ?";

  static void progress(Transaction tx, long email) throws SQLException {
    Sql.update(tx, SAVE_PROGRESS, email);
  }
}
