package org.posthorn.domain.queue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.AccountId;
import org.posthorn.domain.queue.QueueEntry.Times;
import org.posthorn.domain.relay.OutgoingMail.AllTheWay;
import org.posthorn.domain.relay.OutgoingMail.Header;
import org.posthorn.domain.relay.OutgoingMail.Wishes;
import org.posthorn.platform.storage.BlobId;
import org.posthorn.platform.storage.Dialect;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.Sql;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.smtp.DsnReturn;
import org.posthorn.wire.smtp.EnvelopeId;
import org.posthorn.wire.smtp.ReversePath;

/// The rows of `queue_entry`. A lease is a name in the row and the end of its time in `due_ms`: who
/// dies loses it by time, and what is leased is out of the index of what is due.
final class EntryRows {

  private static final String COLUMNS =
      """
      entry_id, message_id, destination, priority, held, due_ms, lease, sender, report_to, account_id,
      recipients, failures, ret, envid, traits, blob_id, size, accepted_ms, release_ms, hold_param,
      expires_ms, notice_ms, by_ms, by_mode, attempts, code, reason
      """;

  private EntryRows() {}

  private static final String INSERT =
      """
      INSERT INTO queue_entry (message_id, destination, priority, held, due_ms, check_ms, sender, report_to,
        account_id, recipients, ret, envid, traits, blob_id, size, accepted_ms, release_ms, hold_param,
        expires_ms, notice_ms, by_ms, by_mode, attempts)
      VALUES (?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
      """;

  static void insert(Transaction tx, NewMail mail, Parcel parcel, BlobId blob, Times times)
      throws SQLException {
    var origin = mail.origin();
    var wishes = mail.wishes();
    var release = times.release();
    var by = times.by();
    Sql.update(
        tx,
        INSERT,
        mail.id(),
        parcel.destination(),
        mail.priority().level(),
        mail.timing().start(),
        times.check(),
        text(origin.sender()),
        origin.reportTo() == null ? null : origin.reportTo().toString(),
        origin.account() == null ? null : (Long) origin.account().value(),
        Pending.recipients(
            parcel.recipients().stream().map(recipient -> new Pending(recipient, null)).toList()),
        wishes.ret() == null ? null : wishes.ret().name(),
        wishes.envid() == null ? null : wishes.envid().xtext(),
        ContentTrait.bits(ContentTrait.of(mail.content(), wishes)),
        blob.value(),
        mail.blob().size(),
        times.accepted(),
        release == null ? 0L : (Long) release.time().toEpochMilli(),
        release == null ? null : release.request(),
        times.expires(),
        times.notice(),
        by == null ? null : by.time(),
        by == null ? null : by.column());
  }

  /// Who takes how much until when.
  record Claim(String lease, Instant now, Instant until, int most) {}

  // The materialized part is run once, whatever the plan: in a plain IN it may be run again for
  // each row, and take more than it may.
  private static final String LEASE =
      """
      WITH due AS MATERIALIZED (
        SELECT entry_id FROM queue_entry
        WHERE destination = ? AND priority = ? AND held = 0 AND lease IS NULL AND due_ms <= ?
        ORDER BY due_ms LIMIT ? %s)
      UPDATE queue_entry SET lease = ?, due_ms = ? WHERE entry_id IN (SELECT entry_id FROM due)
      RETURNING
      """
          + COLUMNS;
  private static final String SKIP_LOCKED = "FOR UPDATE SKIP LOCKED";
  private static final String LEASE_SQLITE = LEASE.formatted("");
  private static final String LEASE_POSTGRESQL = LEASE.formatted(SKIP_LOCKED);

  /// Leases what is due for a destination, by priority, then age.
  static List<QueueEntry> lease(
      Transaction tx, PartitionId partition, String destination, Claim claim) throws SQLException {
    var leased = new ArrayList<QueueEntry>();
    for (var priority : Priority.values()) {
      int room = claim.most() - leased.size();
      if (room == 0) break;
      var rows =
          Sql.all(
              tx,
              row -> entry(row, partition),
              tx.dialect().pick(LEASE_SQLITE, LEASE_POSTGRESQL),
              destination,
              priority.level(),
              claim.now(),
              room,
              claim.lease(),
              claim.until());
      rows.sort(Comparator.comparingLong(entry -> entry.id().number()));
      leased.addAll(rows);
    }
    return leased;
  }

  private static final String NEXT_DUE =
      """
      SELECT due_ms FROM queue_entry
      WHERE destination = ? AND priority = ? AND held = 0 AND lease IS NULL
      ORDER BY due_ms LIMIT 1
      """;

  /// When the next one of each priority is due.
  static Dues nextDue(Transaction tx, String destination) throws SQLException {
    var dues = new Dues();
    for (var priority : Priority.values()) {
      var due = Sql.first(tx, row -> row.getLong(1), NEXT_DUE, destination, priority.level());
      if (due != null) dues.note(priority, due);
    }
    return dues;
  }

  private static final String LEASE_LATE =
      """
      WITH late AS MATERIALIZED (
        SELECT entry_id FROM queue_entry
        WHERE check_ms <= ? AND held = 0 AND lease IS NULL
        ORDER BY check_ms LIMIT ? %s)
      UPDATE queue_entry SET lease = ?, due_ms = ? WHERE entry_id IN (SELECT entry_id FROM late)
      RETURNING
      """
          + COLUMNS;
  private static final String LEASE_LATE_SQLITE = LEASE_LATE.formatted("");
  private static final String LEASE_LATE_POSTGRESQL = LEASE_LATE.formatted(SKIP_LOCKED);

  /// Leases what has expired, or whose sender should hear of the delay.
  static List<QueueEntry> leaseLate(Transaction tx, PartitionId partition, Claim claim)
      throws SQLException {
    return Sql.all(
        tx,
        row -> entry(row, partition),
        tx.dialect().pick(LEASE_LATE_SQLITE, LEASE_LATE_POSTGRESQL),
        claim.now(),
        claim.most(),
        claim.lease(),
        claim.until());
  }

  private static final String LEASE_ONE =
      """
      UPDATE queue_entry SET lease = ?, due_ms = ? WHERE entry_id = ? AND lease IS NULL RETURNING
      """
          + COLUMNS;

  /// Leases a certain one, held or not; null when it is gone or leased.
  static @Nullable QueueEntry leaseOne(Transaction tx, EntryId id, Claim claim)
      throws SQLException {
    return Sql.first(
        tx,
        row -> entry(row, id.partition()),
        LEASE_ONE,
        claim.lease(),
        claim.until(),
        id.number());
  }

  private static final String RENEW =
      "UPDATE queue_entry SET due_ms = ? WHERE entry_id = ? AND lease = ?";

  static void renew(Transaction tx, long number, String lease, Instant until) throws SQLException {
    Sql.update(tx, RENEW, until, number, lease);
  }

  private static final String FREE =
      "UPDATE queue_entry SET lease = NULL, due_ms = ? WHERE entry_id = ? AND lease = ?";

  /// Gives one back untried.
  static void free(Transaction tx, QueueEntry entry, Instant due) throws SQLException {
    Sql.update(tx, FREE, due, entry.id().number(), entry.lease());
  }

  // Whatever happened, nothing leaves before its release.
  private static final String FREE_ENDED =
      """
      UPDATE queue_entry SET lease = NULL,
        due_ms = CASE WHEN release_ms > due_ms THEN release_ms ELSE due_ms END
      WHERE lease IS NOT NULL AND due_ms <= ?
      """;

  /// Gives back what dead workers had.
  static int freeEnded(Transaction tx, Instant now) throws SQLException {
    return Sql.update(tx, FREE_ENDED, now);
  }

  private static final String FREE_OF_NODE =
      """
      UPDATE queue_entry SET lease = NULL,
        due_ms = CASE WHEN release_ms > accepted_ms THEN release_ms ELSE accepted_ms END
      WHERE lease IS NOT NULL AND lease LIKE ?
      """;

  /// Gives back what a node had when it died.
  static int freeOfNode(Transaction tx, String node) throws SQLException {
    return Sql.update(tx, FREE_OF_NODE, Leases.prefix(node) + "%");
  }

  private static final String REMOVE =
      "DELETE FROM queue_entry WHERE entry_id = ? RETURNING blob_id";

  /// Removes one that nobody needs any more, whoever has it leased: to send it again would make two
  /// of it. False when it is gone already.
  static boolean remove(Transaction tx, EntryId id) throws SQLException {
    return released(tx, Sql.first(tx, row -> row.getLong(1), REMOVE, id.number()));
  }

  private static final String GIVEN_UP =
      "DELETE FROM queue_entry WHERE entry_id = ? AND lease = ? RETURNING blob_id";

  /// Removes one that is given up by who has leased it; false when he has it no more.
  static boolean giveUp(Transaction tx, QueueEntry entry) throws SQLException {
    return released(
        tx, Sql.first(tx, row -> row.getLong(1), GIVEN_UP, entry.id().number(), entry.lease()));
  }

  private static boolean released(Transaction tx, @Nullable Long blob) throws SQLException {
    if (blob == null) return false;
    tx.release(new BlobId(blob));
    return true;
  }

  private static final String PUT_OFF =
      """
      UPDATE queue_entry SET lease = NULL, due_ms = ?, recipients = ?, failures = ?, attempts = ?,
        code = ?, reason = ?
      WHERE entry_id = ? AND lease = ?
      """;

  /// What is left of an entry after it was tried.
  record Rest(List<Pending> recipients, Instant due, int attempts, @Nullable Fault last) {
    Rest {
      recipients = List.copyOf(recipients);
    }
  }

  /// Puts one off; false when who had it leased has it no more.
  static boolean putOff(Transaction tx, QueueEntry entry, Rest rest) throws SQLException {
    var last = rest.last();
    return Sql.update(
            tx,
            PUT_OFF,
            rest.due(),
            Pending.recipients(rest.recipients()),
            Pending.failures(rest.recipients()),
            rest.attempts(),
            last == null ? entry.code() : last.code().toString(),
            last == null ? entry.reason() : last.shown(),
            entry.id().number(),
            entry.lease())
        == 1;
  }

  private static final String NOTICED =
      """
      UPDATE queue_entry SET lease = NULL, due_ms = ?, notice_ms = NULL, check_ms = expires_ms
      WHERE entry_id = ? AND lease = ?
      """;

  /// The sender has heard of the delay; false when the lease is lost.
  static boolean noticed(Transaction tx, QueueEntry entry, Instant due) throws SQLException {
    return Sql.update(tx, NOTICED, due, entry.id().number(), entry.lease()) == 1;
  }

  private static final String UNDO =
      """
      DELETE FROM queue_entry
      WHERE message_id = ? AND account_id = ? AND release_ms > ? AND release_ms > 0 AND lease IS NULL
      RETURNING blob_id
      """;

  /// Takes back what may not leave yet. Returns how many there were.
  static int undo(Transaction tx, String messageId, AccountId account, Instant now)
      throws SQLException {
    var blobs = Sql.all(tx, row -> row.getLong(1), UNDO, messageId, account.value(), now);
    for (var blob : blobs) tx.release(new BlobId(blob));
    return blobs.size();
  }

  private static final String COUNT_PUT_OFF =
      """
      SELECT COUNT(*) FROM queue_entry WHERE account_id = ? AND release_ms > ? AND release_ms > 0
      """;

  static long putOff(Transaction tx, AccountId account, Instant now) throws SQLException {
    var count = Sql.first(tx, row -> row.getLong(1), COUNT_PUT_OFF, account.value(), now);
    return count == null ? 0 : count;
  }

  private static final String BY_ID = "SELECT " + COLUMNS + " FROM queue_entry WHERE entry_id = ?";

  static @Nullable QueueEntry find(Transaction tx, EntryId id) throws SQLException {
    return Sql.first(tx, row -> entry(row, id.partition()), BY_ID, id.number());
  }

  /// For the test that none of what is asked often reads everything.
  static List<String> often(Dialect dialect) {
    return List.of(
        dialect.pick(LEASE_SQLITE, LEASE_POSTGRESQL),
        dialect.pick(LEASE_LATE_SQLITE, LEASE_LATE_POSTGRESQL),
        NEXT_DUE,
        FREE_ENDED,
        FREE_OF_NODE,
        UNDO,
        COUNT_PUT_OFF,
        REMOVE);
  }

  static String columns() {
    return COLUMNS;
  }

  static String text(ReversePath sender) {
    return switch (sender) {
      case ReversePath.Null _ -> "";
      case ReversePath.Mailbox(var address) -> address.toString();
    };
  }

  static QueueEntry entry(ResultSet row, PartitionId partition) throws SQLException {
    var traits = ContentTrait.ofBits(row.getLong("traits"));
    return new QueueEntry(
        new EntryId(partition, row.getLong("entry_id")),
        row.getString("message_id"),
        row.getString("destination"),
        Priority.of(row.getLong("priority")),
        row.getLong("held") != 0,
        Sql.time(row, "due_ms"),
        row.getString("lease"),
        origin(row),
        Pending.decoded(row.getString("recipients"), row.getString("failures")),
        wishes(row, traits),
        traits,
        new BlobId(row.getLong("blob_id")),
        row.getLong("size"),
        times(row),
        row.getInt("attempts"),
        row.getString("code"),
        row.getString("reason"));
  }

  private static Origin origin(ResultSet row) throws SQLException {
    var sender = row.getString("sender");
    var reportTo = row.getString("report_to");
    long account = row.getLong("account_id");
    var accountId = row.wasNull() ? null : new AccountId(account);
    return new Origin(
        sender.isEmpty() ? new ReversePath.Null() : new ReversePath.Mailbox(address(sender)),
        reportTo == null ? null : address(reportTo),
        accountId);
  }

  private static Wishes wishes(ResultSet row, Set<ContentTrait> traits) throws SQLException {
    var ret = row.getString("ret");
    var envid = row.getString("envid");
    return new Wishes(
        ret == null ? null : DsnReturn.valueOf(ret),
        envid == null ? null : new EnvelopeId(envid),
        traits.contains(ContentTrait.UTF8_HEADER) ? Header.UTF_8 : Header.AS_IT_IS,
        traits.contains(ContentTrait.REQUIRE_TLS) ? AllTheWay.REQUIRETLS : AllTheWay.NOT_REQUIRED);
  }

  private static Times times(ResultSet row) throws SQLException {
    long release = row.getLong("release_ms");
    return new Times(
        Sql.time(row, "accepted_ms"),
        release == 0
            ? null
            : new Release(Instant.ofEpochMilli(release), row.getString("hold_param")),
        Deadline.of(Sql.timeOrNull(row, "by_ms"), row.getString("by_mode")),
        Sql.time(row, "expires_ms"),
        Sql.timeOrNull(row, "notice_ms"));
  }

  private static EmailAddress address(String text) {
    try {
      return EmailAddress.parse(Objects.requireNonNull(text));
    } catch (AddressException e) {
      throw new IllegalStateException("an address that was one when it was written", e);
    }
  }
}
