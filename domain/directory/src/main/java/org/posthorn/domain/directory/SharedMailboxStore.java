package org.posthorn.domain.directory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.SharedMailbox.Member;
import org.posthorn.domain.directory.SharedMailbox.Membership;
import org.posthorn.domain.directory.SharedMailbox.Seen;
import org.posthorn.domain.directory.SharedMailboxes.Grantee;
import org.posthorn.domain.directory.SharedMailboxes.Owner;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.Localpart;

/// The rows of shared mailboxes, their members, and of rights that are given. The caller owns the
/// transaction.
final class SharedMailboxStore {

  /// Stands for everybody at the owner's domain.
  private static final long DOMAIN = 0;

  private SharedMailboxStore() {}

  private static final String IS_SHARED = "SELECT seen FROM shared_mailbox WHERE account_id = ?";

  static boolean isShared(Transaction tx, AccountId account) {
    return seen(tx, account) != null;
  }

  private static @Nullable Seen seen(Transaction tx, AccountId account) {
    return tx.handle()
        .select(IS_SHARED, account.value())
        .map((row, _) -> Seen.valueOf(row.getString(1)))
        .findOne()
        .orElse(null);
  }

  /// The shared mailbox that this account is; null when it is none.
  static @Nullable SharedMailbox find(Transaction tx, Account account) {
    var seen = seen(tx, account.id());
    return seen == null ? null : new SharedMailbox(account, seen, members(tx, account.id()));
  }

  private static final String MEMBERS =
      """
      SELECT m.account_id, a.localpart, d.name AS domain_name, m.rights, m.send_as
      FROM shared_member m
        JOIN account a ON a.id = m.account_id
        JOIN domain d ON d.id = a.domain_id
      WHERE m.shared_id = ?
      ORDER BY d.name_key, a.localpart
      """;

  private static List<Member> members(Transaction tx, AccountId mailbox) {
    return tx.handle().select(MEMBERS, mailbox.value()).map((row, _) -> member(row)).list();
  }

  private static Member member(ResultSet row) throws SQLException {
    return new Member(
        new AccountId(row.getLong("account_id")),
        new EmailAddress(
            new Localpart(row.getString("localpart")),
            new DomainName(row.getString("domain_name"))),
        rights(row),
        row.getBoolean("send_as"));
  }

  private static Rights rights(ResultSet row) throws SQLException {
    var letters = row.getString("rights");
    var rights = Rights.parse(letters);
    if (rights == null) throw new SQLException("no rights have these letters: " + letters);
    return rights;
  }

  private static final String LIST =
      """
      SELECT %s, s.seen
      FROM shared_mailbox s
        JOIN account a ON a.id = s.account_id
        JOIN address ON address.account_id = a.id
        JOIN domain d ON d.id = address.domain_id
      WHERE (:domain = '' OR d.name_key = :domain)
        AND (:like = '' OR address.localpart_key || '@' || d.name_key LIKE :like ESCAPE '!'
          OR a.display_name_key LIKE :like ESCAPE '!')
        AND (d.name_key, address.localpart_key) > (:afterDomain, :afterLocalpart)
      ORDER BY d.name_key, address.localpart_key
      LIMIT :limit
      """
          .formatted(AccountStore.COLUMNS);

  private record Row(Account account, Seen seen) {}

  static List<SharedMailbox> list(Transaction tx, ListQuery query) {
    var after = query.after();
    return tx
        .handle()
        .createQuery(LIST)
        .bind("domain", query.domain() == null ? "" : query.domain().key())
        .bind("like", query.text() == null ? "" : Rows.containing(query.text()))
        .bind("afterDomain", after == null ? "" : after.domain().key())
        .bind("afterLocalpart", after == null ? "" : after.localpart().key())
        .bind("limit", query.limit())
        .map((row, _) -> new Row(AccountStore.account(row), Seen.valueOf(row.getString("seen"))))
        .list()
        .stream()
        .map(row -> new SharedMailbox(row.account, row.seen, members(tx, row.account.id())))
        .toList();
  }

  private static final String OF =
      """
      SELECT %s, s.seen, m.rights, m.send_as
      FROM shared_member m
        JOIN shared_mailbox s ON s.account_id = m.shared_id
        JOIN account a ON a.id = m.shared_id
        JOIN domain d ON d.id = a.domain_id
      WHERE m.account_id = ? AND a.enabled AND d.enabled
      """
          .formatted(AccountStore.COLUMNS);
  private static final String OF_ALL = OF + " ORDER BY d.name_key, a.localpart";
  private static final String OF_ONE = OF + " AND m.shared_id = ?";

  static List<Membership> of(Transaction tx, AccountId member) {
    return tx.handle().select(OF_ALL, member.value()).map((row, _) -> membership(row)).list();
  }

  static @Nullable Membership of(Transaction tx, AccountId member, AccountId mailbox) {
    return tx.handle()
        .select(OF_ONE, member.value(), mailbox.value())
        .map((row, _) -> membership(row))
        .findOne()
        .orElse(null);
  }

  private static Membership membership(ResultSet row) throws SQLException {
    return new Membership(
        AccountStore.account(row),
        Seen.valueOf(row.getString("seen")),
        rights(row),
        row.getBoolean("send_as"));
  }

  private static final String INSERT =
      "INSERT INTO shared_mailbox (account_id, seen) VALUES (?, ?)";
  private static final String INSERT_MEMBER =
      "INSERT INTO shared_member (shared_id, account_id, rights, send_as) VALUES (?, ?, ?, ?)";

  static void insert(Transaction tx, SharedMailbox mailbox) {
    tx.handle().execute(INSERT, mailbox.account().id().value(), mailbox.seen().name());
    insertMembers(tx, mailbox);
  }

  private static void insertMembers(Transaction tx, SharedMailbox mailbox) {
    for (var member : mailbox.members())
      tx.handle()
          .execute(
              INSERT_MEMBER,
              mailbox.account().id().value(),
              member.account().value(),
              member.rights().text(),
              member.sendAs());
  }

  private static final String UPDATE = "UPDATE shared_mailbox SET seen = ? WHERE account_id = ?";
  private static final String NO_MEMBERS = "DELETE FROM shared_member WHERE shared_id = ?";

  static void update(Transaction tx, SharedMailbox mailbox) {
    long id = mailbox.account().id().value();
    tx.handle().execute(UPDATE, mailbox.seen().name(), id);
    tx.handle().execute(NO_MEMBERS, id);
    insertMembers(tx, mailbox);
  }

  private static final String WITH =
      """
      SELECT %s FROM shared_member m
        JOIN account a ON a.id = m.shared_id
        JOIN domain d ON d.id = a.domain_id
      WHERE m.account_id = ?
      ORDER BY a.id
      """
          .formatted(AccountStore.COLUMNS);

  /// The shared mailboxes, in use or not, that this account is a member of.
  static List<Account> with(Transaction tx, AccountId member) {
    return tx.handle()
        .select(WITH, member.value())
        .map((row, _) -> AccountStore.account(row))
        .list();
  }

  private static final List<String> FORGET =
      List.of(
          "DELETE FROM shared_member WHERE shared_id = :id OR account_id = :id",
          "DELETE FROM shared_mailbox WHERE account_id = :id",
          "DELETE FROM mailbox_grant WHERE owner_id = :id OR grantee_id = :id");

  /// Everything that is here about an account that goes.
  static void forget(Transaction tx, AccountId account) {
    for (var sql : FORGET) tx.handle().createUpdate(sql).bind("id", account.value()).execute();
  }

  private static final String GRANT =
      "INSERT INTO mailbox_grant (owner_id, grantee_id) VALUES (?, ?) ON CONFLICT DO NOTHING";
  private static final String REVOKE =
      "DELETE FROM mailbox_grant WHERE owner_id = ? AND grantee_id = ?";

  static void grant(Transaction tx, AccountId owner, Grantee grantee) {
    tx.handle().execute(GRANT, owner.value(), id(grantee));
  }

  static void revoke(Transaction tx, AccountId owner, Grantee grantee) {
    tx.handle().execute(REVOKE, owner.value(), id(grantee));
  }

  private static long id(Grantee grantee) {
    return switch (grantee) {
      case Grantee.Person(var account) -> account.value();
      case Grantee.Domain _ -> DOMAIN;
    };
  }

  private static final String OWNERS =
      """
      SELECT %s, s.seen FROM account a
        JOIN domain d ON d.id = a.domain_id
        LEFT JOIN shared_mailbox s ON s.account_id = a.id
      WHERE a.id <> :person AND a.enabled AND a.deleted IS NULL AND d.enabled
        AND a.id IN (
          SELECT owner_id FROM mailbox_grant WHERE grantee_id = :person
          UNION
          SELECT g.owner_id FROM mailbox_grant g JOIN account o ON o.id = g.owner_id
          WHERE g.grantee_id = 0
            AND o.domain_id = (SELECT domain_id FROM account WHERE id = :person))
      ORDER BY d.name_key, a.localpart
      LIMIT :limit
      """
          .formatted(AccountStore.COLUMNS);

  static List<Owner> ownersFor(Transaction tx, AccountId person) {
    return tx.handle()
        .createQuery(OWNERS)
        .bind("person", person.value())
        .bind("limit", SharedMailbox.MAX_MEMBERS)
        .map((row, _) -> new Owner(AccountStore.account(row), row.getString("seen") != null))
        .list();
  }
}
