package org.posthorn.domain.mailbox;

import java.sql.SQLException;
import org.posthorn.platform.storage.Sql;
import org.posthorn.platform.storage.Transaction;

/// The SQL of the table `seen_by`: whose own `\Seen` is set where members of a shared mailbox do
/// not share it.
final class SeenRows {

  private SeenRows() {}

  private static final String SET =
      """
      INSERT INTO seen_by (mailbox_id, reader_id, uid, seen, modseq) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (mailbox_id, reader_id, uid) DO UPDATE SET seen = excluded.seen, modseq = excluded.modseq
      """;

  static void set(Transaction tx, Where where, int uid, boolean seen, long modseq)
      throws SQLException {
    Sql.update(tx, SET, where.mailbox().value(), where.reader(), uid, seen ? 1 : 0, modseq);
  }

  private static final String COUNT =
      """
      SELECT COUNT(*) FROM seen_by JOIN message USING (mailbox_id, uid)
      WHERE mailbox_id = ? AND reader_id = ? AND seen = 1
      """;

  /// How many messages that are there a reader has seen.
  static int count(Transaction tx, Where where) throws SQLException {
    return (int) Sql.number(tx, COUNT, where.mailbox().value(), where.reader());
  }

  private static final String ANY = "SELECT 1 FROM seen_by WHERE mailbox_id = ? LIMIT 1";

  /// Whether anybody has a `\Seen` of his own here.
  static boolean any(Transaction tx, MailboxId mailbox) throws SQLException {
    return Sql.first(tx, _ -> true, ANY, mailbox.value()) != null;
  }

  private static final String COPY =
      """
      INSERT INTO seen_by (mailbox_id, reader_id, uid, seen, modseq)
      SELECT ?, reader_id, ?, seen, ? FROM seen_by WHERE mailbox_id = ? AND uid = ?
      """;

  /// A message that a copy has become.
  record Copy(MailboxId mailbox, int uid, long modseq) {}

  /// What was seen stays seen where it is copied to.
  static void copy(Transaction tx, MailboxId from, int uid, Copy to) throws SQLException {
    Sql.update(tx, COPY, to.mailbox.value(), to.uid, to.modseq, from.value(), uid);
  }

  private static final String FORGET =
      """
      DELETE FROM seen_by WHERE mailbox_id = ? AND uid BETWEEN ? AND ?
        AND NOT EXISTS (SELECT 1 FROM message
                        WHERE message.mailbox_id = seen_by.mailbox_id AND message.uid = seen_by.uid)
      """;

  /// Forgets messages that have gone.
  static void forget(Transaction tx, MailboxId mailbox, Uids gone) throws SQLException {
    if (gone.isEmpty() || !any(tx, mailbox)) return;
    Sql.update(tx, FORGET, mailbox.value(), gone.get(0), gone.get(gone.size() - 1));
  }

  private static final String FORGET_ALL = "DELETE FROM seen_by WHERE mailbox_id = ?";

  static void forget(Transaction tx, MailboxId mailbox) throws SQLException {
    Sql.update(tx, FORGET_ALL, mailbox.value());
  }
}
