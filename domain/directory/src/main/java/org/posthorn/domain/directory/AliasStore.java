package org.posthorn.domain.directory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.posthorn.domain.directory.Alias.Target;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.Localpart;

/// The rows of aliases and their targets. The caller owns the transaction.
final class AliasStore {

  private AliasStore() {}

  private static final String BY_ID =
      """
      SELECT al.id, al.localpart, d.name AS domain_name, al.enabled, al.created
      FROM alias al JOIN domain d ON d.id = al.domain_id
      WHERE al.id = ?
      """;

  static Alias get(Transaction tx, AliasId id) {
    var targets = targets(tx, id);
    return tx.handle().select(BY_ID, id.value()).map((row, _) -> alias(row, targets)).one();
  }

  private static final String TARGETS =
      """
      SELECT t.account_id, a.localpart, d.name AS domain_name, t.address
      FROM alias_target t
        LEFT JOIN account a ON a.id = t.account_id
        LEFT JOIN domain d ON d.id = a.domain_id
      WHERE t.alias_id = ?
      ORDER BY t.position
      """;

  private static List<Target> targets(Transaction tx, AliasId id) {
    return tx.handle().select(TARGETS, id.value()).map((row, _) -> target(row)).list();
  }

  private static final String LIST =
      """
      SELECT al.id
      FROM address JOIN alias al ON al.id = address.alias_id JOIN domain d ON d.id = al.domain_id
      WHERE (:domain = '' OR d.name_key = :domain)
        AND (:like = '' OR address.localpart_key || '@' || d.name_key LIKE :like ESCAPE '!')
        AND (d.name_key, address.localpart_key) > (:afterDomain, :afterLocalpart)
      ORDER BY d.name_key, address.localpart_key
      LIMIT :limit
      """;

  static List<Alias> list(Transaction tx, ListQuery query) {
    var after = query.after();
    var ids =
        tx.handle()
            .createQuery(LIST)
            .bind("domain", query.domain() == null ? "" : query.domain().key())
            .bind("like", query.text() == null ? "" : Rows.containing(query.text()))
            .bind("afterDomain", after == null ? "" : after.domain().key())
            .bind("afterLocalpart", after == null ? "" : after.localpart().key())
            .bind("limit", query.limit())
            .mapTo(Long.class)
            .list();
    return all(tx, ids);
  }

  private static final String OF_DOMAIN =
      "SELECT alias_id FROM address WHERE domain_id = ? AND alias_id IS NOT NULL ORDER BY alias_id";

  static List<Alias> ofDomain(Transaction tx, DomainId domain) {
    return all(tx, tx.handle().select(OF_DOMAIN, domain.value()).mapTo(Long.class).list());
  }

  private static final String TO_ACCOUNT =
      "SELECT DISTINCT alias_id FROM alias_target WHERE account_id = ? ORDER BY alias_id";

  /// The aliases that have this account as a target.
  static List<Alias> to(Transaction tx, AccountId account) {
    return all(tx, tx.handle().select(TO_ACCOUNT, account.value()).mapTo(Long.class).list());
  }

  private static final String TO_ADDRESS =
      "SELECT DISTINCT alias_id FROM alias_target WHERE address_key = ? ORDER BY alias_id";

  /// The aliases that have the address of this key as a target.
  static List<Alias> to(Transaction tx, String addressKey) {
    return all(tx, tx.handle().select(TO_ADDRESS, addressKey).mapTo(Long.class).list());
  }

  private static List<Alias> all(Transaction tx, List<Long> ids) {
    var aliases = new ArrayList<Alias>(ids.size());
    for (long id : ids) aliases.add(get(tx, new AliasId(id)));
    return aliases;
  }

  private static final String INSERT =
      """
      INSERT INTO alias (domain_id, localpart, enabled, created) VALUES (?, ?, ?, ?)
      RETURNING id
      """;
  private static final String INSERT_ADDRESS =
      "INSERT INTO address (domain_id, localpart_key, alias_id) VALUES (?, ?, ?)";

  static Alias insert(Transaction tx, DomainId domain, Alias draft) {
    var localpart = draft.address().localpart();
    long id =
        tx.handle()
            .select(
                INSERT,
                domain.value(),
                localpart.text(),
                draft.enabled(),
                draft.created().toEpochMilli())
            .mapTo(Long.class)
            .one();
    tx.handle().execute(INSERT_ADDRESS, domain.value(), localpart.key(), id);
    var aliasId = new AliasId(id);
    insertTargets(tx, aliasId, draft.targets());
    return new Alias(aliasId, draft.address(), draft.targets(), draft.enabled(), draft.created());
  }

  private static final String INSERT_TARGET =
      """
      INSERT INTO alias_target (alias_id, position, account_id, address, address_key)
      VALUES (:alias, :position, :account, :address, :key)
      """;

  private static void insertTargets(Transaction tx, AliasId id, List<Target> targets) {
    var batch = tx.handle().prepareBatch(INSERT_TARGET);
    for (int i = 0; i < targets.size(); i++) {
      batch.bind("alias", id.value()).bind("position", i);
      bind(batch, targets.get(i));
      batch.add();
    }
    batch.execute();
  }

  /// Who is meant, for a statement that has `:account`, `:address` and `:key`.
  static void bind(PreparedBatch batch, Target target) {
    switch (target) {
      case Target.ToAccount(var account, _) ->
          batch
              .bind("account", account.value())
              .bind("address", (String) null)
              .bind("key", (String) null);
      case Target.ToAddress(var address) ->
          batch
              .bind("account", (Long) null)
              .bind("address", address.toString())
              .bind("key", address.key());
    }
  }

  private static final String UPDATE = "UPDATE alias SET enabled = ? WHERE id = ?";
  private static final String DELETE_TARGETS = "DELETE FROM alias_target WHERE alias_id = ?";

  static void update(Transaction tx, Alias alias) {
    tx.handle().execute(UPDATE, alias.enabled(), alias.id().value());
    tx.handle().execute(DELETE_TARGETS, alias.id().value());
    insertTargets(tx, alias.id(), alias.targets());
  }

  private static final String DELETE_ADDRESS = "DELETE FROM address WHERE alias_id = ?";
  private static final String DELETE = "DELETE FROM alias WHERE id = ?";

  static void delete(Transaction tx, AliasId id) {
    tx.handle().execute(DELETE_ADDRESS, id.value());
    tx.handle().execute(DELETE_TARGETS, id.value());
    tx.handle().execute(DELETE, id.value());
  }

  /// Of a row with `account_id`, `localpart`, `domain_name` and `address`.
  static Target target(ResultSet row) throws SQLException {
    long account = row.getLong("account_id");
    return account == 0
        ? new Target.ToAddress(Rows.address(row.getString("address")))
        : new Target.ToAccount(new AccountId(account), address(row));
  }

  private static Alias alias(ResultSet row, List<Target> targets) throws SQLException {
    return new Alias(
        new AliasId(row.getLong("id")),
        address(row),
        targets,
        row.getBoolean("enabled"),
        Instant.ofEpochMilli(row.getLong("created")));
  }

  private static EmailAddress address(ResultSet row) throws SQLException {
    return new EmailAddress(
        new Localpart(row.getString("localpart")), new DomainName(row.getString("domain_name")));
  }
}
