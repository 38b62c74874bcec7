package org.posthorn.domain.mailbox;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.Sql;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.wire.mail.LineForm;
import org.posthorn.wire.mail.LineRendition.Headers;

/// The SQL of the table `odd_email`.
final class OddRows {

  private OddRows() {}

  private static final String INSERT =
      """
      INSERT INTO odd_email (account_id, email_id, eight_bit_header, is_binary, utf8_octets, ascii_octets)
      VALUES (?, ?, ?, ?, ?, ?)
      """;

  /// What is known without reading the message again is written down at once.
  static void insert(Transaction tx, long account, EmailId email, LineForm form, long size)
      throws SQLException {
    @Nullable Long octets = form.binary() ? null : Long.valueOf(size + form.addedOctets());
    Sql.update(
        tx,
        INSERT,
        account,
        email.value(),
        form.eightBitHeader() ? 1 : 0,
        form.binary() ? 1 : 0,
        octets,
        form.eightBitHeader() ? null : octets);
  }

  private static final String DELETE =
      "DELETE FROM odd_email WHERE account_id = ? AND email_id = ?";

  static void delete(Transaction tx, long account, EmailId email) throws SQLException {
    Sql.update(tx, DELETE, account, email.value());
  }

  private static final String OF_MAILBOX =
      """
      SELECT message.uid, odd_email.eight_bit_header, odd_email.is_binary,
             COALESCE(odd_email.ascii_octets, -1), COALESCE(odd_email.utf8_octets, -1)
      FROM odd_email JOIN message ON message.email_id = odd_email.email_id
      WHERE odd_email.account_id = ? AND message.mailbox_id = ?
      ORDER BY message.uid
      """;

  static OddMail of(Transaction tx, Where where) throws SQLException {
    var odd = new OddMail();
    var bound = Sql.bind(tx, OF_MAILBOX, where.account().id(), where.mailbox().value());
    try (var rows = bound.executeQuery()) {
      while (rows.next())
        odd.add(
            new OddMail.Entry(
                rows.getInt(1),
                rows.getInt(2) != 0,
                rows.getInt(3) != 0,
                rows.getLong(4),
                rows.getLong(5)));
    }
    return odd;
  }

  private static final String SAVE_ASCII =
      "UPDATE odd_email SET ascii_octets = ? WHERE account_id = ? AND email_id = ?";
  private static final String SAVE_UTF8 =
      "UPDATE odd_email SET utf8_octets = ? WHERE account_id = ? AND email_id = ?";

  static void save(Transaction tx, long account, EmailId email, Headers headers, long octets)
      throws SQLException {
    var sql = headers == Headers.ASCII ? SAVE_ASCII : SAVE_UTF8;
    Sql.update(tx, sql, octets, account, email.value());
  }
}
