package org.posthorn.domain.mailbox;

import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.Sql;
import org.posthorn.platform.storage.Transaction;

/// The SQL of the table `expunged`: emails that are in no mailbox any more and can be put back.
///
/// Who writes here has the account's row locked and saves it afterwards.
final class ExpungedRows {

  /// How many older ones make room for one new one. An expunge of some thousand messages stays
  /// within a bounded number of rows so.
  private static final int MOST_FOR_ONE = 4;

  private ExpungedRows() {}

  /// A message that has just left its mailbox.
  record Gone(EmailId email, Mailbox mailbox, long flags, long size) {}

  private static final String INSERT =
      """
      INSERT INTO expunged (account_id, expunged_ms, email_id, mailbox_id, mailbox_name, flags)
      VALUES (?, ?, ?, ?, ?, ?)
      """;

  /// Keeps an email that is in no mailbox any more. What is kept takes at most as much as the
  /// account may hold: the oldest go first, and what has no room even then goes at once.
  static void keep(Transaction tx, AccountRow account, QuotaLimit limit, Instant now, Gone gone)
      throws SQLException {
    if (MessageRows.isUsed(tx, gone.email())) return;
    for (var i = 0; i < MOST_FOR_ONE && !limit.allows(account.expunged(), gone.size(), 1); i++) {
      var oldest = Sql.first(tx, row -> new EmailId(row.getLong(1)), OLDEST, account.id());
      if (oldest == null) break;
      drop(tx, account, oldest);
    }
    if (!limit.allows(account.expunged(), gone.size(), 1)) {
      MessageRows.drop(tx, account.id(), gone.email());
      return;
    }
    Sql.update(
        tx,
        INSERT,
        account.id(),
        now,
        gone.email().value(),
        gone.mailbox().id().value(),
        gone.mailbox().path().text(),
        gone.flags());
    account.countExpunged(gone.size(), 1);
  }

  private static final String OLDEST =
      """
      SELECT email_id FROM expunged WHERE account_id = ? ORDER BY expunged_ms, email_id LIMIT 1
      """;
  private static final String DELETE = "DELETE FROM expunged WHERE email_id = ? AND account_id = ?";

  /// Lets go of one for good; of none if it was put back meanwhile.
  private static void drop(Transaction tx, AccountRow account, EmailId email) throws SQLException {
    if (Sql.update(tx, DELETE, email.value(), account.id()) == 0) return;
    account.countExpunged(-MessageRows.drop(tx, account.id(), email), -1);
  }

  private static final String DUE =
      """
      SELECT account_id, email_id FROM expunged WHERE expunged_ms < ? ORDER BY expunged_ms LIMIT ?
      """;

  private record Due(long account, EmailId email) {}

  private static Due due(java.sql.ResultSet row) throws SQLException {
    return new Due(row.getLong(1), new EmailId(row.getLong(2)));
  }

  /// Lets go of those that were expunged before `before`, of all accounts, the oldest first.
  ///
  /// @return how many were due, at most `limit`
  static int purge(Transaction tx, InstantSource clock, Instant before, int limit)
      throws SQLException {
    return drop(tx, clock, Sql.all(tx, ExpungedRows::due, DUE, before, limit));
  }

  private static final String OF_ACCOUNT =
      "SELECT account_id, email_id FROM expunged WHERE account_id = ? LIMIT ?";

  /// Lets go of some of an account; returns of how many.
  static int purge(Transaction tx, InstantSource clock, long account, int limit)
      throws SQLException {
    return drop(tx, clock, Sql.all(tx, ExpungedRows::due, OF_ACCOUNT, account, limit));
  }

  private static int drop(Transaction tx, InstantSource clock, List<Due> due) throws SQLException {
    // Accounts are locked in order, so that two who do this do not wait for each other.
    var byAccount = new TreeMap<Long, List<EmailId>>();
    for (var one : due)
      byAccount.computeIfAbsent(one.account(), _ -> new ArrayList<>()).add(one.email());
    for (var account : byAccount.entrySet()) {
      var row = AccountRow.lock(tx, account.getKey(), clock);
      for (var email : account.getValue()) drop(tx, row, email);
      row.save(tx);
    }
    return due.size();
  }

  /// Takes the row of an email that is put back.
  record Kept(EmailId email, MailboxId mailbox, MailboxPath path, long flags, long size) {}

  private static final String FIND =
      """
      SELECT email_id, mailbox_id, mailbox_name, flags, email.size FROM expunged JOIN email USING (email_id, account_id)
      WHERE email_id = ? AND account_id = ?
      """;

  static @Nullable Kept find(Transaction tx, long account, EmailId email) throws SQLException {
    return Sql.first(
        tx,
        row ->
            new Kept(
                new EmailId(row.getLong(1)),
                new MailboxId(row.getLong(2)),
                new MailboxPath(row.getString(3)),
                row.getLong(4),
                row.getLong(5)),
        FIND,
        email.value(),
        account);
  }

  /// The email is in a mailbox again.
  static void restored(Transaction tx, AccountRow account, Kept kept) throws SQLException {
    Sql.update(tx, DELETE, kept.email().value(), account.id());
    account.countExpunged(-kept.size(), -1);
  }

  private static final String TAKE_KEYWORD =
      "UPDATE expunged SET flags = flags & ? WHERE account_id = ? AND (flags & ?) <> 0";

  /// The bit of a keyword stands for another one from now on.
  static void takeKeyword(Transaction tx, long account, long bit) throws SQLException {
    Sql.update(tx, TAKE_KEYWORD, ~bit, account, bit);
  }

  /// A place in the list of what is kept, which has the newest first.
  record Place(long expungedMillis, long email) {
    static final Place START = new Place(Long.MAX_VALUE, Long.MAX_VALUE);
  }

  // One row value for both ends of the index; the name is that of now if the mailbox is still there
  private static final String LIST =
      """
      SELECT expunged.email_id, expunged.expunged_ms, COALESCE(mailbox.name, expunged.mailbox_name),
             email.received_ms, email.size, email.summary
      FROM expunged JOIN email ON email.email_id = expunged.email_id
      LEFT JOIN mailbox ON mailbox.mailbox_id = expunged.mailbox_id
      WHERE expunged.account_id = ? AND (expunged.expunged_ms, expunged.email_id) < (?, ?)
        AND expunged.expunged_ms >= ?
      ORDER BY expunged.expunged_ms DESC, expunged.email_id DESC LIMIT ?
      """;

  /// The next ones after `place`, not older than `since`.
  static List<Deleted> list(Transaction tx, long account, Place place, Instant since, int limit)
      throws SQLException {
    return Sql.all(
        tx,
        row ->
            new Deleted(
                new EmailId(row.getLong(1)),
                Instant.ofEpochMilli(row.getLong(2)),
                new MailboxPath(row.getString(3)),
                Instant.ofEpochMilli(row.getLong(4)),
                row.getLong(5),
                row.getBytes(6)),
        LIST,
        account,
        place.expungedMillis(),
        place.email(),
        since,
        limit);
  }
}
