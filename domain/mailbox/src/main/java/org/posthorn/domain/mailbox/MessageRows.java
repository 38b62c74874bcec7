package org.posthorn.domain.mailbox;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.BlobId;
import org.posthorn.platform.storage.Sql;
import org.posthorn.platform.storage.Transaction;

/// The SQL that reads the tables `message`, `email` and `vanished`, and that takes messages out of
/// them.
final class MessageRows {

  /// Two UIDs at most so far apart are read by one range, and what lies between is skipped.
  private static final int GAP = 16;

  private MessageRows() {}

  /// A message as flag changes, copies and expunges need it.
  record Slim(int uid, EmailId email, long flags, long modseq, long size) {}

  private static final String SLIM =
      """
      SELECT message.uid, message.email_id, message.flags, message.modseq, email.size
      FROM message JOIN email USING (email_id)
      WHERE message.mailbox_id = ? AND message.uid BETWEEN ? AND ?
      ORDER BY message.uid
      """;

  static List<Slim> slim(Transaction tx, MailboxId mailbox, Uids uids) throws SQLException {
    return runs(tx, SLIM, mailbox, uids, MessageRows::slim);
  }

  private static Slim slim(ResultSet row) throws SQLException {
    return new Slim(
        row.getInt(1), new EmailId(row.getLong(2)), row.getLong(3), row.getLong(4), row.getLong(5));
  }

  /// The same as its reader sees them.
  static List<Slim> slim(Transaction tx, Where where, Uids uids) throws SQLException {
    if (where.seenBy() == null) return slim(tx, where.mailbox(), uids);
    long mailbox = where.mailbox().value();
    return runs(
        uids,
        (first, last) -> Sql.bind(tx, OwnSeen.SLIM, where.reader(), mailbox, first, last),
        MessageRows::slim);
  }

  private static final String WIDE_START =
      """
      SELECT message.uid, message.flags, message.modseq, message.email_id, email.blob_id, email.size,
             email.received_ms, email.sent_ms, email.thread_id, message.saved_ms\
      """;
  private static final String WIDE_END =
      """

      FROM message JOIN email USING (email_id)
      WHERE message.mailbox_id = ? AND message.uid BETWEEN ? AND ?
      ORDER BY message.uid
      """;
  private static final String FACTS = WIDE_START + WIDE_END;
  private static final String SUMMARY = WIDE_START + ", email.summary" + WIDE_END;
  private static final String STRUCTURE = WIDE_START + ", email.structure" + WIDE_END;
  private static final String ALL = WIDE_START + ", email.summary, email.structure" + WIDE_END;

  static List<MessageRow> wide(Transaction tx, MailboxId mailbox, Uids uids, Detail detail)
      throws SQLException {
    return switch (detail) {
      case FACTS -> runs(tx, FACTS, mailbox, uids, r -> row(r, null, null));
      case SUMMARY -> runs(tx, SUMMARY, mailbox, uids, r -> row(r, r.getBytes(11), null));
      case STRUCTURE -> runs(tx, STRUCTURE, mailbox, uids, r -> row(r, null, r.getBytes(11)));
      case ALL -> runs(tx, ALL, mailbox, uids, r -> row(r, r.getBytes(11), r.getBytes(12)));
    };
  }

  private static final String FACTS_BEYOND =
      WIDE_START
          + """

          FROM message JOIN email USING (email_id)
          WHERE message.mailbox_id = ? AND message.uid > ?
          ORDER BY message.uid
          """;

  /// Every message with a greater UID, by UID.
  static void factsBeyond(Transaction tx, MailboxId mailbox, int uid, Consumer<MessageRow> sink)
      throws SQLException {
    try (var rows = Sql.bind(tx, FACTS_BEYOND, mailbox.value(), uid).executeQuery()) {
      while (rows.next()) sink.accept(row(rows, null, null));
    }
  }

  /// Takes the size of a message.
  @FunctionalInterface
  interface SizeSink {
    void take(int uid, long size);
  }

  private static final String SIZES =
      """
      SELECT message.uid, email.size FROM message JOIN email USING (email_id)
      WHERE message.mailbox_id = ? ORDER BY message.uid
      """;

  static void sizes(Transaction tx, Where where, SizeSink sink) throws SQLException {
    if (MailboxRows.byId(tx, where.account().id(), where.mailbox()) == null) return;
    try (var rows = Sql.bind(tx, SIZES, where.mailbox().value()).executeQuery()) {
      while (rows.next()) sink.take(rows.getInt(1), rows.getLong(2));
    }
  }

  private static MessageRow row(
      ResultSet row, byte @Nullable [] summary, byte @Nullable [] structure) throws SQLException {
    var sent = row.getLong(8);
    var hasSent = !row.wasNull();
    return new MessageRow(
        row.getInt(1),
        row.getLong(2),
        row.getLong(3),
        new EmailId(row.getLong(4)),
        new BlobId(row.getLong(5)),
        row.getLong(6),
        row.getLong(7),
        hasSent ? sent : MessageRow.NO_DATE,
        new ThreadId(row.getLong(9)),
        row.getLong(10),
        summary,
        structure);
  }

  private static <T> List<T> runs(
      Transaction tx, String sql, MailboxId mailbox, Uids uids, Sql.Row<T> map)
      throws SQLException {
    return runs(uids, (first, last) -> Sql.bind(tx, sql, mailbox.value(), first, last), map);
  }

  /// A statement for the messages from one UID to another.
  private interface Range {
    PreparedStatement bind(int first, int last) throws SQLException;
  }

  private static <T> List<T> runs(Uids uids, Range range, Sql.Row<T> map) throws SQLException {
    var found = new ArrayList<T>();
    for (var start = 0; start < uids.size(); ) {
      var end = uids.endOfRun(start, GAP);
      collect(range.bind(uids.get(start), uids.get(end - 1)), uids, map, found);
      start = end;
    }
    return found;
  }

  private static <T> void collect(
      PreparedStatement bound, Uids wanted, Sql.Row<T> map, List<T> found) throws SQLException {
    try (var rows = bound.executeQuery()) {
      while (rows.next()) if (wanted.contains(rows.getInt(1))) found.add(map.of(rows));
    }
  }

  private static final String LOAD =
      """
      SELECT uid, flags, modseq FROM message WHERE mailbox_id = ? ORDER BY uid
      """;

  /// The sign keeps SQLite from reading the whole mailbox in the order of its UIDs: what changed is
  /// found by the index of modification sequences, and sorted.
  static final String CHANGED =
      """
      SELECT uid, flags, modseq FROM message WHERE mailbox_id = ? AND modseq > ? ORDER BY +uid
      """;

  static final String VANISHED =
      "SELECT uid FROM vanished WHERE mailbox_id = ? AND modseq > ? ORDER BY uid";

  static Snapshot load(Transaction tx, Where where, Mailbox mailbox) throws SQLException {
    var packed = new Packed(mailbox.messages());
    try (var rows = all(tx, where).executeQuery()) {
      while (rows.next()) packed.add(rows);
    }
    return new Snapshot(
        mailbox.uidValidity(),
        mailbox.uidNext(),
        mailbox.modseq(),
        KeywordRows.load(tx, where.account().id()),
        SnapshotRows.of(packed.uids(), packed.flags(), packed.modseqs()));
  }

  private static PreparedStatement all(Transaction tx, Where where) throws SQLException {
    long mailbox = where.mailbox().value();
    return where.seenBy() == null
        ? Sql.bind(tx, LOAD, mailbox)
        : Sql.bind(tx, OwnSeen.LOAD, where.reader(), mailbox);
  }

  private static PreparedStatement changed(Transaction tx, Where where, long since)
      throws SQLException {
    long mailbox = where.mailbox().value();
    long reader = where.reader();
    return where.seenBy() == null
        ? Sql.bind(tx, CHANGED, mailbox, since)
        : Sql.bind(tx, OwnSeen.CHANGED, reader, mailbox, since, mailbox, reader, since);
  }

  static Changes changes(Transaction tx, Where where, Mailbox mailbox, long since)
      throws SQLException {
    var keywords = KeywordRows.load(tx, where.account().id());
    if (mailbox.modseq() <= since)
      return Changes.none(mailbox.uidNext(), mailbox.modseq(), keywords);
    var packed = new Packed(16);
    try (var rows = changed(tx, where, since).executeQuery()) {
      while (rows.next()) packed.add(rows);
    }
    return new Changes(
        mailbox.uidNext(),
        mailbox.modseq(),
        keywords,
        packed.uids(),
        packed.flags(),
        packed.modseqs(),
        vanished(tx, mailbox.id(), since));
  }

  private static int[] vanished(Transaction tx, MailboxId mailbox, long since) throws SQLException {
    var uids = new int[16];
    var size = 0;
    try (var rows = Sql.bind(tx, VANISHED, mailbox.value(), since).executeQuery()) {
      while (rows.next()) {
        if (size == uids.length) uids = Arrays.copyOf(uids, size * 2);
        uids[size++] = rows.getInt(1);
      }
    }
    return Arrays.copyOf(uids, size);
  }

  private static final String WITH_FLAG =
      """
      SELECT uid FROM message WHERE mailbox_id = ? AND (flags & ?) <> 0 ORDER BY uid
      """;

  static Uids withFlag(Transaction tx, MailboxId mailbox, SystemFlag flag) throws SQLException {
    var uids = Sql.all(tx, row -> row.getInt(1), WITH_FLAG, mailbox.value(), flag.bit());
    return Uids.ofSorted(uids.stream().mapToInt(Integer::intValue).toArray());
  }

  private static final String REMOVE = "DELETE FROM message WHERE mailbox_id = ? AND uid = ?";
  private static final String VANISH =
      "INSERT INTO vanished (mailbox_id, modseq, uid) VALUES (?, ?, ?)";

  /// Takes a message out of its mailbox and leaves word of it; its email stays.
  static void remove(Transaction tx, MailboxId mailbox, int uid, long modseq) throws SQLException {
    Sql.update(tx, REMOVE, mailbox.value(), uid);
    Sql.update(tx, VANISH, mailbox.value(), modseq, uid);
  }

  private static final String STILL_USED = "SELECT 1 FROM message WHERE email_id = ? LIMIT 1";
  private static final String DROP =
      """
      DELETE FROM email WHERE email_id = ? AND account_id = ? RETURNING blob_id, thread_id, size
      """;

  private record Dropped(BlobId blob, long thread, long size) {}

  /// Whether an email is in any mailbox.
  static boolean isUsed(Transaction tx, EmailId email) throws SQLException {
    return Sql.first(tx, _ -> true, STILL_USED, email.value()) != null;
  }

  /// Removes an email that is in no mailbox any more, and lets go of its bytes.
  static void dropIfUnused(Transaction tx, long account, EmailId email) throws SQLException {
    if (!isUsed(tx, email)) drop(tx, account, email);
  }

  /// The same for one of which that is known; returns its size, 0 if there is none.
  static long drop(Transaction tx, long account, EmailId email) throws SQLException {
    var dropped =
        Sql.first(
            tx,
            row -> new Dropped(new BlobId(row.getLong(1)), row.getLong(2), row.getLong(3)),
            DROP,
            email.value(),
            account);
    if (dropped == null) return 0;
    OddRows.delete(tx, account, email);
    tx.release(dropped.blob());
    ThreadKeys.forget(tx, account, dropped.thread());
    return dropped.size();
  }

  /// Three columns that grow together.
  private static final class Packed {
    private int[] uids;
    private long[] flags;
    private long[] modseqs;
    private int size;

    Packed(int expected) {
      uids = new int[Math.max(16, expected)];
      flags = new long[uids.length];
      modseqs = new long[uids.length];
    }

    void add(ResultSet row) throws SQLException {
      if (size == uids.length) {
        uids = Arrays.copyOf(uids, size * 2);
        flags = Arrays.copyOf(flags, size * 2);
        modseqs = Arrays.copyOf(modseqs, size * 2);
      }
      uids[size] = row.getInt(1);
      flags[size] = row.getLong(2);
      modseqs[size++] = row.getLong(3);
    }

    int[] uids() {
      return size == uids.length ? uids : Arrays.copyOf(uids, size);
    }

    long[] flags() {
      return size == flags.length ? flags : Arrays.copyOf(flags, size);
    }

    long[] modseqs() {
      return size == modseqs.length ? modseqs : Arrays.copyOf(modseqs, size);
    }
  }
}
