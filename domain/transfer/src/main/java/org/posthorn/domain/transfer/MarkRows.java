package org.posthorn.domain.transfer;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.MailboxId;
import org.posthorn.platform.storage.Sql;
import org.posthorn.platform.storage.Transaction;

/// The SQL of the table `transferred`.
final class MarkRows {

  private static final String FIND =
      "SELECT 1 FROM transferred WHERE account_id = ? AND mailbox_id = ? AND mark = ?";
  private static final String INSERT =
      """
      INSERT INTO transferred (account_id, mailbox_id, mark) VALUES (?, ?, ?) ON CONFLICT DO NOTHING
      """;
  private static final String FORGET_GONE =
      """
      DELETE FROM transferred WHERE account_id = ?
        AND mailbox_id NOT IN (SELECT mailbox_id FROM mailbox WHERE account_id = ?)
      """;
  private static final String FORGET = "DELETE FROM transferred WHERE account_id = ?";

  private MarkRows() {}

  /// For each mark whether its message came already.
  static List<Boolean> known(
      Transaction tx, MailAccount account, MailboxId mailbox, List<Mark> marks)
      throws SQLException {
    var known = new ArrayList<Boolean>();
    for (var mark : marks) {
      var row = Sql.first(tx, r -> r.getInt(1), FIND, account.id(), mailbox.value(), mark.text());
      known.add(row != null);
    }
    return known;
  }

  static void insert(Transaction tx, MailAccount account, MailboxId mailbox, Mark mark)
      throws SQLException {
    Sql.update(tx, INSERT, account.id(), mailbox.value(), mark.text());
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
