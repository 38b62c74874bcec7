package org.posthorn.domain.mailbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.Sql;
import org.posthorn.platform.storage.Transaction;

/// The SQL of the tables `mailbox`, `mailbox_gone` and `subscription`.
final class MailboxRows {

  private static final String COLUMNS =
      """
      SELECT mailbox_id, name, special_use, uid_validity, uid_next, recent_uid, modseq,
             messages, unseen, deleted, bytes
      FROM mailbox
      """;
  private static final String ALL = COLUMNS + "WHERE account_id = ? ORDER BY name";
  private static final String BY_ID = COLUMNS + "WHERE mailbox_id = ? AND account_id = ?";
  private static final String BY_NAME = COLUMNS + "WHERE account_id = ? AND name = ?";
  private static final String BY_USE = COLUMNS + "WHERE account_id = ? AND special_use = ?";

  private MailboxRows() {}

  private static Mailbox map(ResultSet row) throws SQLException {
    var use = row.getString(3);
    return new Mailbox(
        new MailboxId(row.getLong(1)),
        new MailboxPath(row.getString(2)),
        use == null ? null : SpecialUse.valueOf(use),
        row.getLong(4),
        row.getInt(5),
        row.getInt(6),
        row.getLong(7),
        row.getInt(8),
        row.getInt(9),
        row.getInt(10),
        row.getLong(11));
  }

  static List<Mailbox> all(Transaction tx, long account) throws SQLException {
    return Sql.all(tx, MailboxRows::map, ALL, account);
  }

  static @Nullable Mailbox byId(Transaction tx, long account, MailboxId id) throws SQLException {
    return Sql.first(tx, MailboxRows::map, BY_ID, id.value(), account);
  }

  static @Nullable Mailbox byPath(Transaction tx, long account, MailboxPath path)
      throws SQLException {
    return Sql.first(tx, MailboxRows::map, BY_NAME, account, path.text());
  }

  static @Nullable Mailbox byUse(Transaction tx, long account, SpecialUse use) throws SQLException {
    return Sql.first(tx, MailboxRows::map, BY_USE, account, use.name());
  }

  private static final String INSERT =
      """
      INSERT INTO mailbox (account_id, name, special_use, uid_validity, uid_next, recent_uid, modseq, row_modseq,
                           messages, unseen, deleted, bytes)
      VALUES (?, ?, ?, ?, 1, 1, ?, ?, 0, 0, 0, 0)
      RETURNING mailbox_id
      """;

  static MailboxId insert(
      Transaction tx, AccountRow account, MailboxPath path, @Nullable SpecialUse use)
      throws SQLException {
    var modseq = account.nextModseq();
    var made =
        new MailboxId(
            Sql.number(
                tx,
                INSERT,
                account.id(),
                path.text(),
                use == null ? null : use.name(),
                account.nextUidValidity(),
                modseq,
                modseq));
    AccessRows.inherit(tx, account.id(), made, path);
    return made;
  }

  /// The mailboxes that every account starts with, subscribed, so that clients find their special
  /// folders.
  static void insertFirstMailboxes(Transaction tx, AccountRow account) throws SQLException {
    insert(tx, account, MailboxPath.INBOX, null);
    subscribe(tx, account.id(), MailboxPath.INBOX);
    for (var use : SpecialUse.values()) {
      // A search, not a place; and a place that only programs want which fill it.
      if (use == SpecialUse.FLAGGED || use == SpecialUse.IMPORTANT) continue;
      var path = new MailboxPath(use.word());
      insert(tx, account, path, use);
      subscribe(tx, account.id(), path);
    }
  }

  private static final String COUNT =
      """
      UPDATE mailbox SET uid_next = ?, modseq = ?, messages = messages + ?, unseen = unseen + ?,
                         deleted = deleted + ?, bytes = bytes + ?
      WHERE mailbox_id = ?
      """;

  static void save(Transaction tx, MailboxId mailbox, Tally tally) throws SQLException {
    Sql.update(
        tx,
        COUNT,
        tally.uidNext,
        tally.modseq,
        tally.messages,
        tally.unseen,
        tally.deleted,
        tally.bytes,
        mailbox.value());
  }

  private static final String RENAME =
      "UPDATE mailbox SET name = ?, row_modseq = ? WHERE mailbox_id = ?";

  static void rename(Transaction tx, MailboxId mailbox, MailboxPath to, long modseq)
      throws SQLException {
    Sql.update(tx, RENAME, to.text(), modseq, mailbox.value());
  }

  private static final String ADOPT =
      "UPDATE mailbox SET uid_validity = ?, row_modseq = ? WHERE mailbox_id = ?";

  static void uidValidity(Transaction tx, MailboxId mailbox, long uidValidity, long modseq)
      throws SQLException {
    Sql.update(tx, ADOPT, uidValidity, modseq, mailbox.value());
  }

  private static final String RESERVE =
      "UPDATE mailbox SET uid_next = ?, modseq = ? WHERE mailbox_id = ?";

  static void reserve(Transaction tx, MailboxId mailbox, int uidNext, long modseq)
      throws SQLException {
    Sql.update(tx, RESERVE, uidNext, modseq, mailbox.value());
  }

  private static final String SET_USE =
      "UPDATE mailbox SET special_use = ?, row_modseq = ? WHERE mailbox_id = ?";

  static void specialUse(Transaction tx, MailboxId mailbox, @Nullable SpecialUse use, long modseq)
      throws SQLException {
    Sql.update(tx, SET_USE, use == null ? null : use.name(), modseq, mailbox.value());
  }

  private static final String FORGET_VANISHED = "DELETE FROM vanished WHERE mailbox_id = ?";
  private static final String FORGET_SORTED = "DELETE FROM sort_block WHERE mailbox_id = ?";
  private static final String DELETE = "DELETE FROM mailbox WHERE mailbox_id = ?";
  private static final String GONE =
      "INSERT INTO mailbox_gone (account_id, modseq, mailbox_id) VALUES (?, ?, ?)";

  /// Removes an empty mailbox's row and leaves word of it.
  static void delete(Transaction tx, AccountRow account, MailboxId mailbox) throws SQLException {
    Metadata.forget(tx, account.id(), mailbox);
    Sql.update(tx, FORGET_VANISHED, mailbox.value());
    AccessRows.forget(tx, mailbox);
    SeenRows.forget(tx, mailbox);
    Sql.update(tx, FORGET_SORTED, mailbox.value());
    Sql.update(tx, DELETE, mailbox.value());
    Sql.update(tx, GONE, account.id(), account.nextModseq(), mailbox.value());
  }

  private static final String CLAIM_RECENT =
      "UPDATE mailbox SET recent_uid = ? WHERE mailbox_id = ? AND account_id = ? AND recent_uid <"
          + " ?";

  static void claimRecent(Transaction tx, long account, MailboxId mailbox, int uidNext)
      throws SQLException {
    Sql.update(tx, CLAIM_RECENT, uidNext, mailbox.value(), account, uidNext);
  }

  private static final String SUBSCRIPTIONS =
      "SELECT name FROM subscription WHERE account_id = ? ORDER BY name";

  static List<MailboxPath> subscriptions(Transaction tx, long account) throws SQLException {
    return Sql.all(tx, row -> new MailboxPath(row.getString(1)), SUBSCRIPTIONS, account);
  }

  private static final String SUBSCRIBE =
      "INSERT INTO subscription (account_id, name) VALUES (?, ?) ON CONFLICT DO NOTHING";

  static void subscribe(Transaction tx, long account, MailboxPath path) throws SQLException {
    Sql.update(tx, SUBSCRIBE, account, path.text());
  }

  private static final String UNSUBSCRIBE =
      "DELETE FROM subscription WHERE account_id = ? AND name = ?";

  static void unsubscribe(Transaction tx, long account, MailboxPath path) throws SQLException {
    Sql.update(tx, UNSUBSCRIBE, account, path.text());
  }
}
