package org.posthorn.domain.directory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.posthorn.domain.directory.AuditEntry.Action;
import org.posthorn.domain.directory.AuditEntry.ObjectKind;
import org.posthorn.platform.storage.Transaction;

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
    static Subject of(Domain domain) {
      var name = domain.name();
      return new Subject(ObjectKind.DOMAIN, domain.id().value(), name.text(), name.key());
    }

    static Subject of(Account account) {
      var address = account.address();
      return new Subject(
          ObjectKind.ACCOUNT, account.id().value(), address.toString(), address.key());
    }

    static Subject of(Alias alias) {
      var address = alias.address();
      return new Subject(ObjectKind.ALIAS, alias.id().value(), address.toString(), address.key());
    }

    static Subject of(MailingList list) {
      var address = list.address();
      return new Subject(
          ObjectKind.MAILING_LIST, list.id().value(), address.toString(), address.key());
    }

    static Subject of(SharedMailbox mailbox) {
      var address = mailbox.account().address();
      return new Subject(
          ObjectKind.SHARED_MAILBOX,
          mailbox.account().id().value(),
          address.toString(),
          address.key());
    }

    static Subject of(DomainKey key) {
      var name = key.recordName().text();
      return new Subject(ObjectKind.DKIM_KEY, key.id().value(), name, name);
    }
  }

  private record Change(String before, String after) {
    static final Change UNTOLD = new Change("", "");
  }

  static void added(Transaction tx, By by, Domain domain) {
    insert(
        tx,
        by,
        Action.ADDED,
        Subject.of(domain),
        new Change("", AuditText.all(AuditText.of(domain))));
  }

  static void added(Transaction tx, By by, Account account) {
    var after = AuditText.all(AuditText.of(account));
    insert(tx, by, Action.ADDED, Subject.of(account), new Change("", after));
  }

  static void added(Transaction tx, By by, Alias alias) {
    var after = AuditText.all(AuditText.of(alias));
    insert(tx, by, Action.ADDED, Subject.of(alias), new Change("", after));
  }

  static void added(Transaction tx, By by, DomainKey key) {
    var after = AuditText.all(AuditText.of(key));
    insert(tx, by, Action.ADDED, Subject.of(key), new Change("", after));
  }

  static void added(Transaction tx, By by, MailingList list) {
    var after = AuditText.all(AuditText.of(list));
    insert(tx, by, Action.ADDED, Subject.of(list), new Change("", after));
  }

  static void added(Transaction tx, By by, SharedMailbox mailbox) {
    var after = AuditText.all(AuditText.of(mailbox));
    insert(tx, by, Action.ADDED, Subject.of(mailbox), new Change("", after));
  }

  /// A new secret for rewritten senders, of which nothing is told.
  static void addedSrsSecret(Transaction tx, By by, long id) {
    var subject = new Subject(ObjectKind.SRS_SECRET, id, "sender rewriting", "sender rewriting");
    insert(tx, by, Action.ADDED, subject, Change.UNTOLD);
  }

  static void changed(Transaction tx, By by, Domain before, Domain after) {
    var was = AuditText.of(before);
    var is = AuditText.of(after);
    insert(
        tx,
        by,
        Action.CHANGED,
        Subject.of(before),
        new Change(AuditText.differing(was, is), AuditText.differing(is, was)));
  }

  static void changed(Transaction tx, By by, Account before, Account after) {
    var was = AuditText.of(before);
    var is = AuditText.of(after);
    insert(
        tx,
        by,
        Action.CHANGED,
        Subject.of(before),
        new Change(AuditText.differing(was, is), AuditText.differing(is, was)));
  }

  static void changed(Transaction tx, By by, Alias before, Alias after) {
    var was = AuditText.of(before);
    var is = AuditText.of(after);
    insert(
        tx,
        by,
        Action.CHANGED,
        Subject.of(before),
        new Change(AuditText.differing(was, is), AuditText.differing(is, was)));
  }

  static void changed(Transaction tx, By by, DomainKey before, DomainKey after) {
    var was = AuditText.of(before);
    var is = AuditText.of(after);
    insert(
        tx,
        by,
        Action.CHANGED,
        Subject.of(before),
        new Change(AuditText.differing(was, is), AuditText.differing(is, was)));
  }

  static void changed(Transaction tx, By by, MailingList before, MailingList after) {
    var was = AuditText.of(before);
    var is = AuditText.of(after);
    insert(
        tx,
        by,
        Action.CHANGED,
        Subject.of(before),
        new Change(AuditText.differing(was, is), AuditText.differing(is, was)));
  }

  static void changed(Transaction tx, By by, SharedMailbox before, SharedMailbox after) {
    var was = AuditText.of(before);
    var is = AuditText.of(after);
    insert(
        tx,
        by,
        Action.CHANGED,
        Subject.of(before),
        new Change(AuditText.differing(was, is), AuditText.differing(is, was)));
  }

  static void passwordChanged(Transaction tx, By by, Account account) {
    insert(tx, by, Action.PASSWORD_CHANGED, Subject.of(account), Change.UNTOLD);
  }

  static void removed(Transaction tx, By by, Domain domain) {
    var before = AuditText.all(AuditText.of(domain));
    insert(tx, by, Action.REMOVED, Subject.of(domain), new Change(before, ""));
  }

  static void removed(Transaction tx, By by, Account account) {
    var before = AuditText.all(AuditText.of(account));
    insert(tx, by, Action.REMOVED, Subject.of(account), new Change(before, ""));
  }

  static void removed(Transaction tx, By by, Alias alias) {
    var before = AuditText.all(AuditText.of(alias));
    insert(tx, by, Action.REMOVED, Subject.of(alias), new Change(before, ""));
  }

  static void removed(Transaction tx, By by, DomainKey key) {
    var before = AuditText.all(AuditText.of(key));
    insert(tx, by, Action.REMOVED, Subject.of(key), new Change(before, ""));
  }

  static void removed(Transaction tx, By by, MailingList list) {
    var before = AuditText.all(AuditText.of(list));
    insert(tx, by, Action.REMOVED, Subject.of(list), new Change(before, ""));
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
