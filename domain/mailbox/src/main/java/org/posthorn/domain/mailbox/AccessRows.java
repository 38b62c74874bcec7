package org.posthorn.domain.mailbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.posthorn.domain.directory.AccountId;
import org.posthorn.domain.directory.Rights;
import org.posthorn.domain.directory.SharedMailboxes.Grantee;
import org.posthorn.platform.storage.Sql;
import org.posthorn.platform.storage.Transaction;

/// The SQL of the table `mailbox_acl`.
final class AccessRows {

  /// Stands for everybody at the account's domain.
  private static final long DOMAIN = 0;

  private AccessRows() {}

  private static long id(Grantee grantee) {
    return switch (grantee) {
      case Grantee.Person(var account) -> account.value();
      case Grantee.Domain() -> DOMAIN;
    };
  }

  private static Grantee grantee(long id) {
    return id == DOMAIN ? new Grantee.Domain() : new Grantee.Person(new AccountId(id));
  }

  private static Rights rights(ResultSet row, int column) throws SQLException {
    var rights = Rights.parse(row.getString(column));
    if (rights == null) throw new SQLException("no rights have these letters");
    return rights;
  }

  private static final String OF_MAILBOX =
      "SELECT grantee_id, rights FROM mailbox_acl WHERE mailbox_id = ? ORDER BY grantee_id";

  private record Entry(Grantee grantee, Rights rights) {}

  static Map<Grantee, Rights> of(Transaction tx, MailboxId mailbox) throws SQLException {
    var all = new LinkedHashMap<Grantee, Rights>();
    var entries =
        Sql.all(
            tx, r -> new Entry(grantee(r.getLong(1)), rights(r, 2)), OF_MAILBOX, mailbox.value());
    for (var entry : entries) all.put(entry.grantee, entry.rights);
    return all;
  }

  private static final String GIVEN =
      """
      SELECT mailbox_id, grantee_id, rights FROM mailbox_acl JOIN mailbox USING (mailbox_id)
      WHERE account_id = ? AND grantee_id IN (0, ?)
      """;

  private record Given(MailboxId mailbox, Grantee grantee, Rights rights) {}

  /// What a person, and everybody at the domain, was given at the mailboxes of an account.
  static Map<MailboxId, Map<Grantee, Rights>> given(Transaction tx, long account, AccountId person)
      throws SQLException {
    var all = new HashMap<MailboxId, Map<Grantee, Rights>>();
    var rows =
        Sql.all(
            tx,
            r -> new Given(new MailboxId(r.getLong(1)), grantee(r.getLong(2)), rights(r, 3)),
            GIVEN,
            account,
            person.value());
    for (var row : rows)
      all.computeIfAbsent(row.mailbox, _ -> new HashMap<>()).put(row.grantee, row.rights);
    return all;
  }

  private static final String ANYWHERE =
      """
      SELECT 1 FROM mailbox_acl JOIN mailbox USING (mailbox_id)
      WHERE account_id = ? AND grantee_id = ? LIMIT 1
      """;

  /// Whether somebody has rights at any mailbox of an account.
  static boolean anywhere(Transaction tx, long account, Grantee grantee) throws SQLException {
    return Sql.first(tx, _ -> true, ANYWHERE, account, id(grantee)) != null;
  }

  private static final String SET =
      """
      INSERT INTO mailbox_acl (mailbox_id, grantee_id, rights) VALUES (?, ?, ?)
      ON CONFLICT (mailbox_id, grantee_id) DO UPDATE SET rights = excluded.rights
      """;
  private static final String DELETE =
      "DELETE FROM mailbox_acl WHERE mailbox_id = ? AND grantee_id = ?";

  static void set(Transaction tx, MailboxId mailbox, Grantee grantee, Rights rights)
      throws SQLException {
    Sql.update(tx, SET, mailbox.value(), id(grantee), rights.text());
  }

  static void delete(Transaction tx, MailboxId mailbox, Grantee grantee) throws SQLException {
    Sql.update(tx, DELETE, mailbox.value(), id(grantee));
  }

  private static final String INHERIT =
      """
      INSERT INTO mailbox_acl (mailbox_id, grantee_id, rights)
      SELECT ?, grantee_id, rights FROM mailbox_acl JOIN mailbox USING (mailbox_id)
      WHERE account_id = ? AND name = ?
      """;

  /// A mailbox that is made has the rights of the one above it.
  static void inherit(Transaction tx, long account, MailboxId made, MailboxPath path)
      throws SQLException {
    var text = path.text();
    int slash = text.lastIndexOf(MailboxPath.SEPARATOR);
    if (slash > 0) Sql.update(tx, INHERIT, made.value(), account, text.substring(0, slash));
  }

  private static final String FORGET = "DELETE FROM mailbox_acl WHERE mailbox_id = ?";

  static void forget(Transaction tx, MailboxId mailbox) throws SQLException {
    Sql.update(tx, FORGET, mailbox.value());
  }
}
