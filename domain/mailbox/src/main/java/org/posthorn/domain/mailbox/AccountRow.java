package org.posthorn.domain.mailbox;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.Sql;
import org.posthorn.platform.storage.Transaction;

/// An account's counters, locked by the write transaction that loaded them and written back by
/// [#save].
///
/// Every write to an account's mail begins here, so writes to one account are in order on every
/// engine and node.
final class AccountRow {

  private static final String LOCK_SQLITE =
      "SELECT modseq, uid_validity, bytes, messages, expunged_bytes, expunged_messages"
          + " FROM mail_account WHERE account_id = ?";
  private static final String LOCK_POSTGRESQL = LOCK_SQLITE + " FOR UPDATE";
  private static final String INSERT =
      """
      INSERT INTO mail_account (account_id, modseq, uid_validity, bytes, messages) VALUES (?, 1, ?, 0, 0)
      ON CONFLICT DO NOTHING
      """;
  private static final String SAVE =
      """
      UPDATE mail_account SET modseq = ?, uid_validity = ?, bytes = ?, messages = ?,
                              expunged_bytes = ?, expunged_messages = ?
      WHERE account_id = ?
      """;
  private static final String USE = "SELECT bytes, messages FROM mail_account WHERE account_id = ?";

  private static final String EXPUNGED =
      "SELECT expunged_bytes, expunged_messages FROM mail_account WHERE account_id = ?";

  private final long id;
  private long modseq;
  private long uidValidity;
  private QuotaUse use;
  private QuotaUse expunged;

  private AccountRow(long id, long modseq, long uidValidity, QuotaUse use, QuotaUse expunged) {
    this.id = id;
    this.modseq = modseq;
    this.uidValidity = uidValidity;
    this.use = use;
    this.expunged = expunged;
  }

  /// Loads the account's row, made with its first mailboxes when it is not there yet: an account
  /// whose creation was cut short after the directory had it mends itself at its first mail or
  /// login.
  static AccountRow lock(Transaction tx, long account, InstantSource clock) throws SQLException {
    var found = load(tx, account);
    if (found != null) return found;
    Sql.update(tx, INSERT, account, clock.instant().getEpochSecond());
    var made = load(tx, account);
    if (made == null) throw new SQLException("mail_account " + account + " cannot be made");
    MailboxRows.insertFirstMailboxes(tx, made);
    made.save(tx);
    return made;
  }

  private static @Nullable AccountRow load(Transaction tx, long account) throws SQLException {
    return Sql.first(
        tx,
        row ->
            new AccountRow(
                account,
                row.getLong(1),
                row.getLong(2),
                new QuotaUse(row.getLong(3), row.getLong(4)),
                new QuotaUse(row.getLong(5), row.getLong(6))),
        tx.dialect().pick(LOCK_SQLITE, LOCK_POSTGRESQL),
        account);
  }

  static QuotaUse use(Transaction tx, long account) throws SQLException {
    return use(tx, USE, account);
  }

  /// What was expunged and can be put back.
  static QuotaUse expunged(Transaction tx, long account) throws SQLException {
    return use(tx, EXPUNGED, account);
  }

  private static QuotaUse use(Transaction tx, String sql, long account) throws SQLException {
    var use = Sql.first(tx, row -> new QuotaUse(row.getLong(1), row.getLong(2)), sql, account);
    return use == null ? QuotaUse.EMPTY : use;
  }

  long id() {
    return id;
  }

  QuotaUse use() {
    return use;
  }

  /// What was expunged and can be put back.
  QuotaUse expunged() {
    return expunged;
  }

  long nextModseq() {
    return ++modseq;
  }

  /// Later than every UIDVALIDITY that this account ever had, so that a mailbox made again under
  /// its old name differs.
  long nextUidValidity() {
    return ++uidValidity;
  }

  /// Notes one that came from elsewhere.
  void sawUidValidity(long other) {
    uidValidity = Math.max(uidValidity, other);
  }

  void count(long moreBytes, long moreMessages) {
    use = use.plus(moreBytes, moreMessages);
  }

  void countExpunged(long moreBytes, long moreMessages) {
    expunged = expunged.plus(moreBytes, moreMessages);
  }

  void save(Transaction tx) throws SQLException {
    Sql.update(
        tx,
        SAVE,
        modseq,
        uidValidity,
        use.bytes(),
        use.messages(),
        expunged.bytes(),
        expunged.messages(),
        id);
  }

  private static final List<String> FORGET =
      List.of(
          "DELETE FROM vanished WHERE mailbox_id IN (SELECT mailbox_id FROM mailbox WHERE"
              + " account_id = ?)",
          "DELETE FROM odd_email WHERE account_id = ?",
          "DELETE FROM mailbox_acl WHERE mailbox_id IN (SELECT mailbox_id FROM mailbox WHERE"
              + " account_id = ?)",
          "DELETE FROM seen_by WHERE mailbox_id IN (SELECT mailbox_id FROM mailbox WHERE"
              + " account_id = ?)",
          "DELETE FROM sort_block WHERE mailbox_id IN (SELECT mailbox_id FROM mailbox WHERE"
              + " account_id = ?)",
          "DELETE FROM metadata WHERE account_id = ?",
          "DELETE FROM mailbox_key WHERE account_id = ?",
          "DELETE FROM mailbox WHERE account_id = ?",
          "DELETE FROM mailbox_gone WHERE account_id = ?",
          "DELETE FROM subscription WHERE account_id = ?",
          "DELETE FROM keyword WHERE account_id = ?",
          "DELETE FROM thread_key WHERE account_id = ?",
          "DELETE FROM mail_account WHERE account_id = ?");

  /// Removes all rows of an account whose messages are gone already; fails if there are any left.
  static @Nullable Void forget(Transaction tx, long account) throws SQLException {
    for (var sql : FORGET) Sql.update(tx, sql, account);
    return null;
  }
}
