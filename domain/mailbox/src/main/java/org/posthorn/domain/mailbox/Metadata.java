package org.posthorn.domain.mailbox;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.Partition;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.Sql;
import org.posthorn.platform.storage.Transaction;

/// Annotations of mailboxes, and of the server as each account sees it (RFC 5464). Any thread may
/// call.
public final class Metadata {
  /// Octets of one value: a note or a setting, not a file.
  public static final int MAX_VALUE = 32 * 1024;

  /// Of one mailbox, or of the server, for one user, removed ones that are remembered included.
  public static final int MAX_ENTRIES = 200;

  /// Of all of an account together, names included: they are not counted by its quota.
  public static final long MAX_OCTETS = 8L << 20;

  /// Characters of a name.
  public static final int MAX_NAME = 250;

  /// Stands for the server where a mailbox is expected, also in what [ChangeHub] tells.
  public static final MailboxId SERVER = new MailboxId(0);

  private final Function<PartitionId, Partition> partitions;
  private final InstantSource clock;
  private final ChangeHub hub;

  Metadata(Function<PartitionId, Partition> partitions, InstantSource clock, ChangeHub hub) {
    this.partitions = partitions;
    this.clock = clock;
    this.hub = hub;
  }

  private static final String CHANGED =
      """
      SELECT entry, value, modseq FROM metadata
      WHERE account_id = ? AND mailbox_id = ? AND user_id IN (0, ?) AND modseq > ?
      ORDER BY entry
      """;

  /// Everything there is at a mailbox, by name.
  ///
  /// @param where with [#SERVER] for the server
  public List<Annotation> all(Where where) {
    return changed(where, 0).stream().filter(a -> a.value() != null).toList();
  }

  /// What was set or taken away since a modification sequence of the account.
  public List<Annotation> changed(Where where, long since) {
    var account = where.account().id();
    return partitions
        .apply(where.account().partition())
        .read(tx ->
            Sql.all(
                tx,
                row -> new Annotation(row.getString(1), row.getBytes(2), row.getLong(3)),
                CHANGED,
                account,
                where.mailbox().value(),
                account,
                since));
  }

  private static final String LATEST =
      "SELECT COALESCE(MAX(modseq), 0) FROM metadata WHERE account_id = ? AND user_id IN (0, ?)";

  /// The modification sequence of the latest change at any mailbox of the account.
  public long latest(MailAccount account) {
    return partitions
        .apply(account.partition())
        .read(tx -> Sql.number(tx, LATEST, account.id(), account.id()));
  }

  /// An entry that was set or taken away.
  ///
  /// @param mailbox [#SERVER] for the server
  public record Touched(MailboxId mailbox, String entry, long modseq) {

    /// Only its user sees it.
    public boolean isPrivate() {
      return entry.startsWith(Annotation.PRIVATE);
    }
  }

  private static final String TOUCHED =
      """
      SELECT mailbox_id, entry, modseq FROM metadata
      WHERE account_id = ? AND user_id IN (0, ?) AND modseq > ?
      ORDER BY mailbox_id, entry LIMIT ?
      """;

  /// What was set or taken away at all mailboxes since a modification sequence, by mailbox.
  ///
  /// @param most how many at most are told
  public List<Touched> touched(MailAccount account, long since, int most) {
    var id = account.id();
    return partitions
        .apply(account.partition())
        .read(tx ->
            Sql.all(
                tx,
                r -> new Touched(new MailboxId(r.getLong(1)), r.getString(2), r.getLong(3)),
                TOUCHED,
                id,
                id,
                since,
                most));
  }

  private static final String SHARED_ENTRIES =
      """
      SELECT mailbox_id, value FROM metadata
      WHERE account_id = ? AND user_id = 0 AND entry = ? AND value IS NOT NULL
      """;

  /// The values of one shared annotation wherever an account has it.
  ///
  /// @param entry in lower case
  public Map<MailboxId, byte[]> everywhere(MailAccount account, String entry) {
    return partitions
        .apply(account.partition())
        .read(tx -> {
          var values = new HashMap<MailboxId, byte[]>();
          Sql.all(
                  tx,
                  row -> Map.entry(new MailboxId(row.getLong(1)), row.getBytes(2)),
                  SHARED_ENTRIES,
                  account.id(),
                  entry)
              .forEach(one -> values.put(one.getKey(), one.getValue()));
          return values;
        });
  }

  /// Sets and takes away, all or nothing.
  public MetadataOutcome set(Where where, List<Annotation> annotations) {
    for (var annotation : annotations) {
      var value = annotation.value();
      if (value != null && value.length > MAX_VALUE) return new MetadataOutcome.TooBig();
      if (annotation.entry().length() > MAX_NAME) return new MetadataOutcome.TooBig();
    }
    var outcome =
        partitions.apply(where.account().partition()).write(tx -> set(tx, where, annotations));
    if (outcome instanceof MetadataOutcome.Done(long modseq))
      hub.publish(where.account(), new Notice.Annotations(where.mailbox(), modseq));
    return outcome;
  }

  private static final String COUNT =
      """
      SELECT COUNT(*) FROM metadata WHERE account_id = ? AND mailbox_id = ? AND user_id = ? AND value IS NOT NULL
      """;
  private static final String OCTETS =
      "SELECT COALESCE(SUM(LENGTH(value) + LENGTH(entry)), 0) FROM metadata WHERE account_id = ?";
  private static final String SET =
      """
      INSERT INTO metadata (account_id, mailbox_id, user_id, entry, value, modseq) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (account_id, mailbox_id, user_id, entry)
        DO UPDATE SET value = excluded.value, modseq = excluded.modseq
      """;
  private static final String REMOVE =
      """
      UPDATE metadata SET value = NULL, modseq = ?
      WHERE account_id = ? AND mailbox_id = ? AND user_id = ? AND entry = ? AND value IS NOT NULL
      """;
  private static final String FORGET_REMOVED =
      """
      DELETE FROM metadata
      WHERE account_id = ? AND mailbox_id = ? AND user_id = ? AND value IS NULL AND
            (SELECT COUNT(*) FROM metadata WHERE account_id = ? AND mailbox_id = ? AND user_id = ?) > ?
      """;

  private MetadataOutcome set(Transaction tx, Where where, List<Annotation> annotations)
      throws SQLException {
    var account = AccountRow.lock(tx, where.account().id(), clock);
    var mailbox = where.mailbox();
    if (!mailbox.equals(SERVER) && MailboxRows.byId(tx, account.id(), mailbox) == null)
      return new MetadataOutcome.NoSuchMailbox();
    if (!fits(tx, account.id(), mailbox, annotations)) return new MetadataOutcome.TooMany();
    var modseq = account.nextModseq();
    account.save(tx);
    for (var annotation : annotations) {
      var entry = annotation.entry();
      long user = annotation.isPrivate() ? account.id() : 0;
      var value = annotation.value();
      if (value == null) Sql.update(tx, REMOVE, modseq, account.id(), mailbox.value(), user, entry);
      else Sql.update(tx, SET, account.id(), mailbox.value(), user, entry, value, modseq);
    }
    for (long user : new long[] {0, account.id()})
      Sql.update(
          tx,
          FORGET_REMOVED,
          account.id(),
          mailbox.value(),
          user,
          account.id(),
          mailbox.value(),
          user,
          MAX_ENTRIES);
    return new MetadataOutcome.Done(modseq);
  }

  /// As if everything were new, for its octets: somebody near the limit takes away first.
  private static boolean fits(
      Transaction tx, long account, MailboxId mailbox, List<Annotation> annotations)
      throws SQLException {
    var added = annotations.stream().filter(annotation -> annotation.value() != null).toList();
    if (added.isEmpty()) return true;
    long octets = 0;
    for (var annotation : added) {
      var value = annotation.value();
      octets += annotation.entry().length() + (value == null ? 0 : value.length);
    }
    if (octets + Sql.number(tx, OCTETS, account) > MAX_OCTETS) return false;
    var own = added.stream().filter(Annotation::isPrivate).toList();
    var shared = added.stream().filter(annotation -> !annotation.isPrivate()).toList();
    return fits(tx, account, mailbox, account, own) && fits(tx, account, mailbox, 0, shared);
  }

  private static final String HAS =
      """
      SELECT COUNT(*) FROM metadata
      WHERE account_id = ? AND mailbox_id = ? AND user_id = ? AND entry = ? AND value IS NOT NULL
      """;

  private static boolean fits(
      Transaction tx, long account, MailboxId mailbox, long user, List<Annotation> added)
      throws SQLException {
    long count = Sql.number(tx, COUNT, account, mailbox.value(), user);
    if (count + added.size() <= MAX_ENTRIES) return true;
    // Only now it matters which of them are there already.
    for (var annotation : added)
      count += 1 - Sql.number(tx, HAS, account, mailbox.value(), user, annotation.entry());
    return count <= MAX_ENTRIES;
  }

  private static final String COPY =
      """
      INSERT INTO metadata (account_id, mailbox_id, user_id, entry, value, modseq)
      SELECT account_id, ?, user_id, entry, value, ? FROM metadata
      WHERE account_id = ? AND mailbox_id = ? AND value IS NOT NULL
      """;

  /// RFC 5464 §4.1: what a mailbox that was just made takes over from the INBOX.
  static void copy(Transaction tx, AccountRow account, MailboxId from, MailboxId to)
      throws SQLException {
    Sql.update(tx, COPY, to.value(), account.nextModseq(), account.id(), from.value());
  }

  private static final List<String> FORGET =
      List.of(
          "DELETE FROM metadata WHERE account_id = ? AND mailbox_id = ?",
          "DELETE FROM mailbox_key WHERE account_id = ? AND mailbox_id = ?");

  /// Of a mailbox that is going away.
  static void forget(Transaction tx, long account, MailboxId mailbox) throws SQLException {
    for (var sql : FORGET) Sql.update(tx, sql, account, mailbox.value());
  }

  private static final String KEY =
      "SELECT secret FROM mailbox_key WHERE account_id = ? AND mailbox_id = ? AND user_id = ?";

  /// The key that authorizes URLs of a mailbox (RFC 4467 §2.2); absent when there is none.
  public byte @Nullable [] accessKey(Where where) {
    return partitions.apply(where.account().partition()).read(tx -> accessKey(tx, where));
  }

  private static byte @Nullable [] accessKey(Transaction tx, Where where) throws SQLException {
    long account = where.account().id();
    return Sql.first(tx, row -> row.getBytes(1), KEY, account, where.mailbox().value(), account);
  }

  private static final String INSERT_KEY =
      """
      INSERT INTO mailbox_key (account_id, mailbox_id, user_id, secret) VALUES (?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """;
  private static final String DROP_KEY =
      "DELETE FROM mailbox_key WHERE account_id = ? AND mailbox_id = ? AND user_id = ?";
  private static final String DROP_KEYS =
      "DELETE FROM mailbox_key WHERE account_id = ? AND user_id = ?";

  /// The key, which is `fresh` where there was none; absent when the mailbox is gone.
  public byte @Nullable [] accessKey(Where where, byte[] fresh) {
    return partitions
        .apply(where.account().partition())
        .write(tx -> {
          insertKey(tx, where, fresh);
          return accessKey(tx, where);
        });
  }

  /// Another key from now on: what the old one has authorized is void. False when the mailbox is
  /// gone.
  public boolean resetAccessKey(Where where, byte[] fresh) {
    return partitions
        .apply(where.account().partition())
        .write(tx -> {
          long account = where.account().id();
          Sql.update(tx, DROP_KEY, account, where.mailbox().value(), account);
          return insertKey(tx, where, fresh);
        });
  }

  private boolean insertKey(Transaction tx, Where where, byte[] fresh) throws SQLException {
    var account = AccountRow.lock(tx, where.account().id(), clock);
    if (MailboxRows.byId(tx, account.id(), where.mailbox()) == null) return false;
    var mailbox = where.mailbox().value();
    Sql.update(tx, INSERT_KEY, account.id(), mailbox, account.id(), fresh);
    return true;
  }

  /// Takes all keys of a user away.
  public void removeAccessKeys(MailAccount account) {
    partitions
        .apply(account.partition())
        .write(tx -> Sql.update(tx, DROP_KEYS, account.id(), account.id()));
  }
}
