package org.posthorn.domain.transfer;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.MailboxId;
import org.posthorn.domain.mailbox.Where;
import org.posthorn.platform.storage.Sql;
import org.posthorn.platform.storage.Transaction;

/// The SQL of the table `transferred`.
final class MarkRows {

  private static final String FIND =
      """
      SELECT uid, flags FROM transferred WHERE account_id = ? AND mailbox_id = ? AND mark = ?
      """;
  private static final String INSERT =
      """
      INSERT INTO transferred (account_id, mailbox_id, mark, uid, flags) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """;
  private static final String REFLAG =
      """
      UPDATE transferred SET flags = ? WHERE account_id = ? AND mailbox_id = ? AND mark = ?
      """;
  private static final String FORGET_GONE =
      """
      DELETE FROM transferred WHERE account_id = ?
        AND mailbox_id NOT IN (SELECT mailbox_id FROM mailbox WHERE account_id = ?)
      """;
  private static final String FORGET = "DELETE FROM transferred WHERE account_id = ?";

  private MarkRows() {}

  /// A message that came already.
  ///
  /// @param uid the one that it got here; 0 when it came before that was written down
  /// @param flags those that it had at its source, as [FlagText]
  record Known(int uid, String flags) {}

  /// For each mark what is known of its message; null when it has not come yet.
  static List<@Nullable Known> known(
      Transaction tx, MailAccount account, MailboxId mailbox, List<Mark> marks)
      throws SQLException {
    var known = new ArrayList<@Nullable Known>();
    for (var mark : marks)
      known.add(
          Sql.first(
              tx,
              r -> new Known(r.getInt(1), r.getString(2)),
              FIND,
              account.id(),
              mailbox.value(),
              mark.text()));
    return known;
  }

  static void insert(Transaction tx, Where where, Offer offer, int uid) throws SQLException {
    Sql.update(
        tx,
        INSERT,
        where.account().id(),
        where.mailbox().value(),
        offer.mark().text(),
        uid,
        FlagText.of(offer.flags()));
  }

  static void reflag(Transaction tx, Where where, Offer offer) throws SQLException {
    Sql.update(
        tx,
        REFLAG,
        FlagText.of(offer.flags()),
        where.account().id(),
        where.mailbox().value(),
        offer.mark().text());
  }

  /// Drops what is known of mailboxes that were deleted since.
  static void forgetGone(Transaction tx, MailAccount account) throws SQLException {
    Sql.update(tx, FORGET_GONE, account.id(), account.id());
  }

  /// Drops all that is known of an account.
  static void forget(Transaction tx, MailAccount account) throws SQLException {
    Sql.update(tx, FORGET, account.id());
  }
}
