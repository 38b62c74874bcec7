package org.posthorn.domain.directory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.Localpart;

/// The rows of accounts, and of the addresses that accounts and aliases have. The caller owns the
/// transaction.
final class AccountStore {

  private AccountStore() {}

  /// What an address is.
  sealed interface Entry {
    record OfAccount(Account account) implements Entry {}

    record OfAlias(AliasId alias) implements Entry {}

    record OfList(MailingListId list) implements Entry {}

    /// Leads to the owners of a list.
    record OfListOwner(MailingListId list) implements Entry {}
  }

  static final String COLUMNS =
      """
      a.id, a.localpart, d.name AS domain_name, a.display_name, a.enabled, a.quota_bytes,
      a.quota_messages, a.partition_id, a.admin, a.referral, a.created
      """;

  private static final String ENTRY =
      """
      SELECT address.alias_id, address.list_id, address.list_role, %s
      FROM address
        JOIN domain d ON d.id = address.domain_id
        LEFT JOIN account a ON a.id = address.account_id
      WHERE address.domain_id = ? AND address.localpart_key = ?
      """
          .formatted(COLUMNS);

  /// What the address of this local part at this domain is; null when it does not exist.
  static @Nullable Entry entry(Transaction tx, DomainId domain, Localpart localpart) {
    return tx.handle()
        .select(ENTRY, domain.value(), localpart.key())
        .map((row, _) -> entry(row))
        .findOne()
        .orElse(null);
  }

  private static Entry entry(ResultSet row) throws SQLException {
    long list = row.getLong("list_id");
    if (list != 0) {
      var id = new MailingListId(list);
      boolean owner = row.getString("list_role").equals(MailingListStore.Role.OWNER.name());
      return owner ? new Entry.OfListOwner(id) : new Entry.OfList(id);
    }
    long alias = row.getLong("alias_id");
    return alias == 0 ? new Entry.OfAccount(account(row)) : new Entry.OfAlias(new AliasId(alias));
  }

  /// The account of this address at this domain; null when there is none.
  static @Nullable Account find(Transaction tx, DomainId domain, Localpart localpart) {
    return entry(tx, domain, localpart) instanceof Entry.OfAccount(var account) ? account : null;
  }

  private static final String BY_ID =
      """
      SELECT %s FROM account a JOIN domain d ON d.id = a.domain_id
      WHERE a.id = ? AND a.deleted IS NULL
      """
          .formatted(COLUMNS);

  static @Nullable Account find(Transaction tx, AccountId id) {
    return tx.handle()
        .select(BY_ID, id.value())
        .map((row, _) -> account(row))
        .findOne()
        .orElse(null);
  }

  private static final String FIRST_ADMIN =
      """
      SELECT %s FROM account a JOIN domain d ON d.id = a.domain_id
      WHERE a.admin AND a.enabled AND a.deleted IS NULL AND d.enabled
      ORDER BY a.id LIMIT 1
      """
          .formatted(COLUMNS);

  /// The server's administrator: the oldest enabled account of that role.
  static @Nullable Account firstAdmin(Transaction tx) {
    return tx.handle().select(FIRST_ADMIN).map((row, _) -> account(row)).findOne().orElse(null);
  }

  private static final String LIST =
      """
      SELECT %s
      FROM address
        JOIN account a ON a.id = address.account_id
        JOIN domain d ON d.id = address.domain_id
      WHERE (:domain = '' OR d.name_key = :domain)
        AND (:like = '' OR address.localpart_key || '@' || d.name_key LIKE :like ESCAPE '!'
          OR a.display_name_key LIKE :like ESCAPE '!')
        AND (d.name_key, address.localpart_key) > (:afterDomain, :afterLocalpart)
      ORDER BY d.name_key, address.localpart_key
      LIMIT :limit
      """
          .formatted(COLUMNS);

  static List<Account> list(Transaction tx, ListQuery query) {
    var after = query.after();
    return tx.handle()
        .createQuery(LIST)
        .bind("domain", query.domain() == null ? "" : query.domain().key())
        .bind("like", query.text() == null ? "" : Rows.containing(query.text()))
        .bind("afterDomain", after == null ? "" : after.domain().key())
        .bind("afterLocalpart", after == null ? "" : after.localpart().key())
        .bind("limit", query.limit())
        .map((row, _) -> account(row))
        .list();
  }

  private static final String OF_DOMAIN =
      """
      SELECT %s FROM address
        JOIN account a ON a.id = address.account_id
        JOIN domain d ON d.id = address.domain_id
      WHERE address.domain_id = ?
      ORDER BY a.id
      """
          .formatted(COLUMNS);

  static List<Account> ofDomain(Transaction tx, DomainId domain) {
    return tx.handle().select(OF_DOMAIN, domain.value()).map((row, _) -> account(row)).list();
  }

  private static final String INSERT =
      """
      INSERT INTO account (domain_id, localpart, display_name, display_name_key, enabled,
        quota_bytes, quota_messages, partition_id, admin, referral, created)
      VALUES (:domain, :localpart, :name, :nameKey, :enabled, :bytes, :messages, :partition, :admin,
        :referral, :created)
      RETURNING id
      """;

  private static final String INSERT_ADDRESS =
      "INSERT INTO address (domain_id, localpart_key, account_id) VALUES (?, ?, ?)";

  static Account insert(Transaction tx, DomainId domain, Account draft) {
    var settings = draft.settings();
    var localpart = draft.address().localpart();
    long id =
        tx.handle()
            .createQuery(INSERT)
            .bind("domain", domain.value())
            .bind("localpart", localpart.text())
            .bind("name", settings.displayName())
            .bind("nameKey", Rows.folded(settings.displayName()))
            .bind("enabled", settings.enabled())
            .bind("bytes", settings.quota().bytes())
            .bind("messages", settings.quota().messages())
            .bind("partition", draft.partition().value())
            .bind("admin", settings.roles().contains(Role.ADMIN))
            .bind("referral", referral(settings))
            .bind("created", draft.created().toEpochMilli())
            .mapTo(Long.class)
            .one();
    tx.handle().execute(INSERT_ADDRESS, domain.value(), localpart.key(), id);
    return new Account(
        new AccountId(id), draft.address(), settings, draft.partition(), draft.created());
  }

  private static final String UPDATE =
      """
      UPDATE account SET display_name = :name, display_name_key = :nameKey, enabled = :enabled,
        quota_bytes = :bytes, quota_messages = :messages, admin = :admin, referral = :referral
      WHERE id = :id
      """;

  static void update(Transaction tx, AccountId id, AccountSettings settings) {
    tx.handle()
        .createUpdate(UPDATE)
        .bind("id", id.value())
        .bind("name", settings.displayName())
        .bind("nameKey", Rows.folded(settings.displayName()))
        .bind("enabled", settings.enabled())
        .bind("bytes", settings.quota().bytes())
        .bind("messages", settings.quota().messages())
        .bind("admin", settings.roles().contains(Role.ADMIN))
        .bind("referral", referral(settings))
        .execute();
  }

  private static @Nullable String referral(AccountSettings settings) {
    var referral = settings.referral();
    return referral == null ? null : referral.toString();
  }

  private static final String RENAME =
      "UPDATE account SET domain_id = ?, localpart = ? WHERE id = ?";
  private static final String RENAME_ADDRESS =
      "UPDATE address SET domain_id = ?, localpart_key = ? WHERE account_id = ?";

  static void rename(Transaction tx, AccountId id, DomainId domain, Localpart localpart) {
    tx.handle().execute(RENAME, domain.value(), localpart.text(), id.value());
    tx.handle().execute(RENAME_ADDRESS, domain.value(), localpart.key(), id.value());
  }

  private static final String BURY =
      "UPDATE account SET deleted = ?, enabled = FALSE, admin = FALSE WHERE id = ?";
  private static final String DELETE_ADDRESS = "DELETE FROM address WHERE account_id = ?";

  /// Leaves the tombstone: the id, the address that it had, and when it went.
  static void bury(Transaction tx, AccountId id, Instant now) {
    tx.handle().execute(DELETE_ADDRESS, id.value());
    tx.handle().execute(BURY, now.toEpochMilli(), id.value());
  }

  private static final String TOMBSTONE =
      """
      SELECT %s FROM account a JOIN domain d ON d.id = a.domain_id
      WHERE a.id = ? AND a.deleted IS NOT NULL
      """
          .formatted(COLUMNS);

  /// The account as it was when it was removed; null when it never was.
  static @Nullable Account removed(Transaction tx, AccountId id) {
    return tx.handle()
        .select(TOMBSTONE, id.value())
        .map((row, _) -> account(row))
        .findOne()
        .orElse(null);
  }

  static Account account(ResultSet row) throws SQLException {
    var settings =
        new AccountSettings(
            row.getString("display_name"),
            row.getBoolean("enabled"),
            new Quota(row.getLong("quota_bytes"), row.getLong("quota_messages")),
            row.getBoolean("admin") ? Set.of(Role.ADMIN) : Set.of(),
            Referral.parse(row.getString("referral")));
    return new Account(
        new AccountId(row.getLong("id")),
        new EmailAddress(
            new Localpart(row.getString("localpart")),
            new DomainName(row.getString("domain_name"))),
        settings,
        new PartitionId(row.getInt("partition_id")),
        Instant.ofEpochMilli(row.getLong("created")));
  }
}
