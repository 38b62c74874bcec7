package org.posthorn.domain.directory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.posthorn.domain.directory.AuditEntry.Action;
import org.posthorn.domain.directory.AuditEntry.ObjectKind;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.wire.mail.EmailAddress;

/// The rows of the audit log; written in the transaction of the change that they tell of, so that
/// there is never one without the other. Nothing here updates or deletes.
final class AuditStore {

  private AuditStore() {}

  /// Who is changing something, and when.
  record By(Actor actor, Instant at) {}

  private static final String INSERT =
      """
      INSERT INTO audit (at, actor, action, object_kind, object_id, object_name, object_name_key,
        state_before, state_after)
      VALUES (:at, :actor, :action, :kind, :id, :name, :key, :before, :after)
      """;

  private static void insert(Transaction tx, By by, Action action, Subject subject, Change change) {
    tx.handle()
        .createUpdate(INSERT)
        .bind("at", by.at().toEpochMilli())
        .bind("actor", by.actor().name())
        .bind("action", action.name())
        .bind("kind", subject.kind.name())
        .bind("id", subject.id)
        .bind("name", subject.name)
        .bind("key", subject.key)
        .bind("before", change.before)
        .bind("after", change.after)
        .execute();
  }

  /// Writes one of another room's objects.
  static void write(Transaction tx, AuditEntry entry) {
    var subject =
        new Subject(entry.kind(), entry.objectId(), entry.objectName(), entry.objectName());
    insert(
        tx,
        new By(entry.actor(), entry.at()),
        entry.action(),
        subject,
        new Change(entry.before(), entry.after()));
  }

  private record Subject(ObjectKind kind, long id, String name, String key) {
    static Subject of(Audited object) {
      return switch (object) {
        case Domain it ->
            new Subject(ObjectKind.DOMAIN, it.id().value(), it.name().text(), it.name().key());
        case Account it -> of(ObjectKind.ACCOUNT, it.id().value(), it.address());
        case Alias it -> of(ObjectKind.ALIAS, it.id().value(), it.address());
        case MailingList it -> of(ObjectKind.MAILING_LIST, it.id().value(), it.address());
        case SharedMailbox it ->
            of(ObjectKind.SHARED_MAILBOX, it.account().id().value(), it.account().address());
        case DomainKey it -> {
          var name = it.recordName().text();
          yield new Subject(ObjectKind.DKIM_KEY, it.id().value(), name, name);
        }
      };
    }

    private static Subject of(ObjectKind kind, long id, EmailAddress address) {
      return new Subject(kind, id, address.toString(), address.key());
    }
  }

  private record Change(String before, String after) {
    static final Change UNTOLD = new Change("", "");
  }

  static void added(Transaction tx, By by, Audited object) {
    var after = AuditText.all(AuditText.of(object));
    insert(tx, by, Action.ADDED, Subject.of(object), new Change("", after));
  }

  /// A new secret for rewritten senders, of which nothing is told.
  static void addedSrsSecret(Transaction tx, By by, long id) {
    var subject = new Subject(ObjectKind.SRS_SECRET, id, "sender rewriting", "sender rewriting");
    insert(tx, by, Action.ADDED, subject, Change.UNTOLD);
  }

  /// Tells only what differs. Both are of one kind.
  static void changed(Transaction tx, By by, Audited before, Audited after) {
    var was = AuditText.of(before);
    var is = AuditText.of(after);
    var change = new Change(AuditText.differing(was, is), AuditText.differing(is, was));
    insert(tx, by, Action.CHANGED, Subject.of(before), change);
  }

  static void passwordChanged(Transaction tx, By by, Account account) {
    insert(tx, by, Action.PASSWORD_CHANGED, Subject.of(account), Change.UNTOLD);
  }

  static void removed(Transaction tx, By by, Audited object) {
    var before = AuditText.all(AuditText.of(object));
    insert(tx, by, Action.REMOVED, Subject.of(object), new Change(before, ""));
  }

  private static final String SELECT =
      """
      SELECT id, at, actor, action, object_kind, object_id, object_name, state_before, state_after
      FROM audit
      WHERE (:kind = '' OR object_kind = :kind)
        AND (:object = 0 OR object_id = :object)
        AND (:key = '' OR object_name_key = :key)
        AND at >= :from AND at < :until AND id < :beforeId
      ORDER BY id DESC
      LIMIT :limit
      """;

  static List<AuditEntry> list(Transaction tx, AuditQuery query) {
    var from = query.from();
    var until = query.until();
    return tx.handle()
        .createQuery(SELECT)
        .bind("kind", query.kind() == null ? "" : query.kind().name())
        .bind("object", query.objectId() == null ? 0L : (long) query.objectId())
        .bind("key", query.objectName() == null ? "" : query.objectName())
        .bind("from", from == null ? Long.MIN_VALUE : from.toEpochMilli())
        .bind("until", until == null ? Long.MAX_VALUE : until.toEpochMilli())
        .bind("beforeId", query.beforeId() == null ? Long.MAX_VALUE : (long) query.beforeId())
        .bind("limit", query.limit())
        .map((row, _) -> entry(row))
        .list();
  }

  private static AuditEntry entry(ResultSet row) throws SQLException {
    return new AuditEntry(
        row.getLong("id"),
        Instant.ofEpochMilli(row.getLong("at")),
        new Actor(row.getString("actor")),
        Action.valueOf(row.getString("action")),
        ObjectKind.valueOf(row.getString("object_kind")),
        row.getLong("object_id"),
        row.getString("object_name"),
        row.getString("state_before"),
        row.getString("state_after"));
  }
}
