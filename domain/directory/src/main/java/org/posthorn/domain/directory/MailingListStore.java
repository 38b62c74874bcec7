package org.posthorn.domain.directory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.posthorn.domain.directory.Alias.Target;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.Localpart;

/// The rows of lists and their people. The caller owns the transaction.
final class MailingListStore {

  private MailingListStore() {}

  /// What somebody, or an address, is to a list.
  enum Role {
    MEMBER,
    OWNER,
    /// Of an address: the one to write to.
    LIST
  }

  private static final String BY_ID =
      """
      SELECT l.id, l.localpart, d.name AS domain_name, l.title, l.enabled, l.posting, l.max_octets,
        l.max_recipients, l.created
      FROM mailing_list l JOIN domain d ON d.id = l.domain_id
      WHERE l.id = ?
      """;

  static MailingList get(Transaction tx, MailingListId id) {
    var members = people(tx, id, Role.MEMBER);
    var owners = people(tx, id, Role.OWNER);
    return tx.handle().select(BY_ID, id.value()).map((row, _) -> list(row, members, owners)).one();
  }

  private static final String PEOPLE =
      """
      SELECT p.account_id, a.localpart, d.name AS domain_name, p.address
      FROM mailing_list_person p
        LEFT JOIN account a ON a.id = p.account_id
        LEFT JOIN domain d ON d.id = a.domain_id
      WHERE p.list_id = ? AND p.role = ?
      ORDER BY p.position
      """;

  private static List<Target> people(Transaction tx, MailingListId id, Role role) {
    return tx.handle()
        .select(PEOPLE, id.value(), role.name())
        .map((row, _) -> AliasStore.target(row))
        .list();
  }

  private static final String LIST =
      """
      SELECT address.list_id
      FROM address JOIN domain d ON d.id = address.domain_id
      WHERE address.list_role = 'LIST'
        AND (:domain = '' OR d.name_key = :domain)
        AND (:like = '' OR address.localpart_key || '@' || d.name_key LIKE :like ESCAPE '!')
        AND (d.name_key, address.localpart_key) > (:afterDomain, :afterLocalpart)
      ORDER BY d.name_key, address.localpart_key
      LIMIT :limit
      """;

  static List<MailingList> list(Transaction tx, ListQuery query) {
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
      "SELECT id FROM mailing_list WHERE domain_id = ? ORDER BY id";

  static List<MailingList> ofDomain(Transaction tx, DomainId domain) {
    return all(tx, tx.handle().select(OF_DOMAIN, domain.value()).mapTo(Long.class).list());
  }

  private static final String WITH_ACCOUNT =
      "SELECT DISTINCT list_id FROM mailing_list_person WHERE account_id = ? ORDER BY list_id";

  /// The lists that have this account among their people.
  static List<MailingList> with(Transaction tx, AccountId account) {
    return all(tx, tx.handle().select(WITH_ACCOUNT, account.value()).mapTo(Long.class).list());
  }

  private static final String WITH_ADDRESS =
      "SELECT DISTINCT list_id FROM mailing_list_person WHERE address_key = ? ORDER BY list_id";

  /// The lists that have the address of this key among their people.
  static List<MailingList> with(Transaction tx, String addressKey) {
    return all(tx, tx.handle().select(WITH_ADDRESS, addressKey).mapTo(Long.class).list());
  }

  private static List<MailingList> all(Transaction tx, List<Long> ids) {
    var lists = new ArrayList<MailingList>(ids.size());
    for (long id : ids) lists.add(get(tx, new MailingListId(id)));
    return lists;
  }

  private static final String INSERT =
      """
      INSERT INTO mailing_list (domain_id, localpart, title, enabled, posting, max_octets,
        max_recipients, created)
      VALUES (:domain, :localpart, :title, :enabled, :posting, :octets, :recipients, :created)
      RETURNING id
      """;
  private static final String INSERT_ADDRESS =
      "INSERT INTO address (domain_id, localpart_key, list_id, list_role) VALUES (?, ?, ?, ?)";

  static MailingList insert(Transaction tx, DomainId domain, MailingList draft) {
    var settings = draft.settings();
    var name = draft.address().localpart();
    long id =
        tx.handle()
            .createQuery(INSERT)
            .bind("domain", domain.value())
            .bind("localpart", name.text())
            .bind("title", settings.title())
            .bind("enabled", settings.enabled())
            .bind("posting", settings.posting().name())
            .bind("octets", settings.maxOctets())
            .bind("recipients", settings.maxRecipients())
            .bind("created", draft.created().toEpochMilli())
            .mapTo(Long.class)
            .one();
    tx.handle().execute(INSERT_ADDRESS, domain.value(), name.key(), id, Role.LIST.name());
    var owner = MailingList.ownerName(name).key();
    tx.handle().execute(INSERT_ADDRESS, domain.value(), owner, id, Role.OWNER.name());
    var list =
        new MailingList(
            new MailingListId(id),
            draft.address(),
            settings,
            draft.members(),
            draft.owners(),
            draft.created());
    insertPeople(tx, list);
    return list;
  }

  private static final String INSERT_PERSON =
      """
      INSERT INTO mailing_list_person (list_id, role, position, account_id, address, address_key)
      VALUES (:list, :role, :position, :account, :address, :key)
      """;

  private static void insertPeople(Transaction tx, MailingList list) {
    insertPeople(tx, list.id(), Role.MEMBER, list.members());
    insertPeople(tx, list.id(), Role.OWNER, list.owners());
  }

  private static void insertPeople(
      Transaction tx, MailingListId list, Role role, List<Target> people) {
    if (people.isEmpty()) return;
    var batch = tx.handle().prepareBatch(INSERT_PERSON);
    for (int i = 0; i < people.size(); i++) {
      batch.bind("list", list.value()).bind("role", role.name()).bind("position", i);
      AliasStore.bind(batch, people.get(i));
      batch.add();
    }
    batch.execute();
  }

  private static final String UPDATE =
      """
      UPDATE mailing_list SET title = :title, enabled = :enabled, posting = :posting,
        max_octets = :octets, max_recipients = :recipients
      WHERE id = :id
      """;
  private static final String DELETE_PEOPLE = "DELETE FROM mailing_list_person WHERE list_id = ?";

  static void update(Transaction tx, MailingList list) {
    var settings = list.settings();
    tx.handle()
        .createUpdate(UPDATE)
        .bind("id", list.id().value())
        .bind("title", settings.title())
        .bind("enabled", settings.enabled())
        .bind("posting", settings.posting().name())
        .bind("octets", settings.maxOctets())
        .bind("recipients", settings.maxRecipients())
        .execute();
    tx.handle().execute(DELETE_PEOPLE, list.id().value());
    insertPeople(tx, list);
  }

  private static final String DELETE_ADDRESSES = "DELETE FROM address WHERE list_id = ?";
  private static final String DELETE = "DELETE FROM mailing_list WHERE id = ?";

  static void delete(Transaction tx, MailingListId id) {
    tx.handle().execute(DELETE_ADDRESSES, id.value());
    tx.handle().execute(DELETE_PEOPLE, id.value());
    tx.handle().execute(DELETE, id.value());
  }

  private static MailingList list(ResultSet row, List<Target> members, List<Target> owners)
      throws SQLException {
    var settings =
        new MailingList.Settings(
            row.getString("title"),
            row.getBoolean("enabled"),
            MailingList.Posting.valueOf(row.getString("posting")),
            row.getLong("max_octets"),
            row.getInt("max_recipients"));
    return new MailingList(
        new MailingListId(row.getLong("id")),
        new EmailAddress(
            new Localpart(row.getString("localpart")),
            new DomainName(row.getString("domain_name"))),
        settings,
        members,
        owners,
        Instant.ofEpochMilli(row.getLong("created")));
  }
}
