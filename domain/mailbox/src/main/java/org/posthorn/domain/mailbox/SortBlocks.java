package org.posthorn.domain.mailbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.Sql;
import org.posthorn.platform.storage.Transaction;

/// The SQL of the table `sort_block`. A block is written by the delivery, copy or move that gives
/// out the last of its UIDs, so that one in [SortBlock#SPAN] pays for all, and it never changes: no
/// UID comes back. It goes when the last of its messages does.
final class SortBlocks {

  private static final String ROWS =
      """
      SELECT message.uid, email.received_ms, email.sent_ms, email.size, email.base_subject, email.summary
      FROM message JOIN email USING (email_id)
      WHERE message.mailbox_id = ? AND message.uid BETWEEN ? AND ?
      ORDER BY message.uid
      """;
  private static final String NUMBERS =
      """
      SELECT message.uid, email.received_ms, email.sent_ms, email.size
      FROM message JOIN email USING (email_id)
      WHERE message.mailbox_id = ? AND message.uid BETWEEN ? AND ?
      ORDER BY message.uid
      """;
  private static final String INSERT =
      """
      INSERT INTO sort_block (mailbox_id, block, numbers, threads, subjects, names) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """;
  private static final String DROP_EMPTY =
      """
      DELETE FROM sort_block WHERE mailbox_id = ? AND block = ?
      AND NOT EXISTS (SELECT 1 FROM message WHERE mailbox_id = ? AND uid BETWEEN ? AND ?)
      """;

  private SortBlocks() {}

  /// To be told of each message that came into a mailbox, in the order of UIDs.
  static void added(Transaction tx, MailboxId mailbox, int uid) throws SQLException {
    var block = SortBlock.blockOf(uid);
    if (uid == SortBlock.lastUid(block)) store(tx, mailbox, block, make(tx, mailbox, block));
  }

  /// To be told of messages that have left a mailbox; UIDs ascending.
  static void removed(Transaction tx, MailboxId mailbox, int[] uids) throws SQLException {
    var done = -1;
    for (var uid : uids) {
      var block = SortBlock.blockOf(uid);
      if (block == done) continue;
      done = block;
      var id = mailbox.value();
      Sql.update(
          tx, DROP_EMPTY, id, block, id, SortBlock.firstUid(block), SortBlock.lastUid(block));
    }
  }

  /// The keys of the messages that are there now.
  static SortBlock make(Transaction tx, MailboxId mailbox, int block) throws SQLException {
    var entries = new ArrayList<SortBlock.Entry>(SortBlock.SPAN);
    var bound =
        Sql.bind(tx, ROWS, mailbox.value(), SortBlock.firstUid(block), SortBlock.lastUid(block));
    try (var rows = bound.executeQuery()) {
      while (rows.next())
        entries.add(entry(rows, MessageKeys.of(rows.getString(5), rows.getBytes(6))));
    }
    return SortBlock.of(entries);
  }

  /// The same without anything but numbers.
  static SortBlock makeNumbers(Transaction tx, MailboxId mailbox, int block) throws SQLException {
    var entries = new ArrayList<SortBlock.Entry>(SortBlock.SPAN);
    var bound =
        Sql.bind(tx, NUMBERS, mailbox.value(), SortBlock.firstUid(block), SortBlock.lastUid(block));
    try (var rows = bound.executeQuery()) {
      while (rows.next()) entries.add(entry(rows, null));
    }
    return SortBlock.of(entries);
  }

  // RFC 5256 §2.2: the internal date stands for a Date that cannot be read.
  private static SortBlock.Entry entry(ResultSet row, @Nullable MessageKeys keys)
      throws SQLException {
    var received = row.getLong(2);
    var sent = row.getLong(3);
    var hasSent = !row.wasNull();
    return new SortBlock.Entry(
        row.getInt(1), received, hasSent ? sent : received, row.getLong(4), keys);
  }

  static void store(Transaction tx, MailboxId mailbox, int block, SortBlock keys)
      throws SQLException {
    if (keys.size() == 0) return;
    Sql.update(
        tx,
        INSERT,
        mailbox.value(),
        block,
        keys.numbers(),
        keys.threads(),
        keys.subjects(),
        keys.names());
  }

  /// What is told of each stored block, ascending.
  interface Sink {
    void take(int block, SortBlock keys) throws SQLException;
  }

  /// The stored blocks from one on, with the parts that are wanted; numbers always are.
  static void load(Transaction tx, MailboxId mailbox, int from, Set<SortPart> wanted, Sink sink)
      throws SQLException {
    var sql = new StringBuilder("SELECT block, numbers");
    var places = new ArrayList<SortPart>();
    for (var part : List.of(SortPart.THREADS, SortPart.SUBJECTS, SortPart.NAMES)) {
      if (!wanted.contains(part)) continue;
      sql.append(", ").append(part.column());
      places.add(part);
    }
    sql.append(" FROM sort_block WHERE mailbox_id = ? AND block >= ? ORDER BY block");
    try (var rows = Sql.bind(tx, sql.toString(), mailbox.value(), from).executeQuery()) {
      while (rows.next()) sink.take(rows.getInt(1), block(rows, places));
    }
  }

  private static SortBlock block(ResultSet row, List<SortPart> places) throws SQLException {
    var threads = places.indexOf(SortPart.THREADS);
    var subjects = places.indexOf(SortPart.SUBJECTS);
    var names = places.indexOf(SortPart.NAMES);
    return new SortBlock(
        row.getBytes(2),
        threads < 0 ? null : row.getBytes(3 + threads),
        subjects < 0 ? null : row.getBytes(3 + subjects),
        names < 0 ? null : row.getBytes(3 + names));
  }
}
