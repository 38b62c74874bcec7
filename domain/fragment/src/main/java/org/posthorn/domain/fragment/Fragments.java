package org.posthorn.domain.fragment;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.fragment.FragmentRows.Found;
import org.posthorn.platform.storage.Migrations;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.Sql;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.wire.mail.EmailAddress;

/// The parts that wait in a partition. All of it runs in the caller's transaction, so that a part
/// is kept when it is acknowledged, and goes when what it became is stored.
public final class Fragments {

  /// The tables that each partition needs.
  public static final Migrations SCHEMA = Migrations.of("fragment", "fragments");

  /// Who holds the octets of what waits. Accounts are numbered from 1, and 0 is the queue.
  public static final long BLOB_OWNER = -1;

  /// Groups that one transaction takes: each may be a large message to read and to write.
  static final int AT_ONCE = 10;

  private Fragments() {}

  private static final String BY_DIGEST = FragmentRows.GROUP + "WHERE digest = ?";
  private static final String BY_ID = FragmentRows.GROUP + "WHERE group_id = ?";

  private static final String SAME_NUMBER =
      "SELECT message_id, body_hash FROM fragment WHERE group_id = ? AND number = ?";

  private record Known(String messageId, String bodyHash) {}

  private static final String GROW =
      "UPDATE fragment_group SET octets = octets + ?, total = ? WHERE group_id = ?";

  /// Keeps a part, if that makes sense, and says what it waits for.
  public static Kept keep(
      Transaction tx, PartitionId partition, NewFragment fragment, FragmentLimits limits)
      throws SQLException {
    var digest = fragment.key().digest(fragment.part().id());
    var before = Sql.first(tx, row -> FragmentRows.found(row, partition), BY_DIGEST, digest);
    var known = before == null ? null : known(tx, before, fragment);
    if (known != null) return known;
    var fault = before == null ? null : fault(tx, before, fragment, limits);
    if (fault == null) fault = fullness(tx, before, fragment, limits);
    if (fault != null) return new Kept.GoesOn(fault);
    if (before == null)
      FragmentRows.insertGroup(
          tx, fragment, digest, fragment.letter().accepted().plus(limits.patience()));
    var found = Sql.first(tx, row -> FragmentRows.found(row, partition), BY_DIGEST, digest);
    var group = Objects.requireNonNull(found).group();
    var blob = tx.keep(BLOB_OWNER, fragment.octets().blob());
    FragmentRows.insert(tx, group.id().number(), fragment, blob);
    int total = Math.max(group.total(), fragment.part().total());
    Sql.update(tx, GROW, fragment.octets().blob().size(), total, group.id().number());
    return new Kept.Waits(Objects.requireNonNull(find(tx, group.id())));
  }

  /// The same part a second time; null when this number is new.
  private static @Nullable Kept known(Transaction tx, Found before, NewFragment fragment)
      throws SQLException {
    if (before.isClosed()) return null;
    int number = fragment.part().number();
    var same =
        Sql.first(
            tx,
            row -> new Known(row.getString(1), row.getString(2)),
            SAME_NUMBER,
            before.group().id().number(),
            number);
    if (same == null) return null;
    // Neither may be lost: both were said to be taken.
    return same.bodyHash.equals(fragment.octets().bodyHash())
        ? new Kept.Again(before.group(), same.messageId)
        : new Kept.GoesOn(
            "another part %d of that name waits, as %s".formatted(number, same.messageId));
  }

  private static final String LAST = "SELECT MAX(number) FROM fragment WHERE group_id = ?";

  private static final String CLOSE =
      "UPDATE fragment_group SET closed = 1, due_ms = ? WHERE group_id = ?";

  /// Why it does not belong to a group that is there.
  private static @Nullable String fault(
      Transaction tx, Found before, NewFragment fragment, FragmentLimits limits)
      throws SQLException {
    if (before.isClosed()) return "the other parts have gone on as they are";
    var group = before.group();
    var part = fragment.part();
    if (group.total() > 0 && part.total() > 0 && group.total() != part.total())
      return "other parts say that there are %d, this one says %d"
          .formatted(group.total(), part.total());
    var last = Sql.first(tx, row -> row.getInt(1), LAST, group.id().number());
    int total = Math.max(group.total(), part.total());
    if (total > 0 && Math.max(last == null ? 0 : last, part.number()) > total)
      return "there are parts beyond the last of %d".formatted(total);
    long size = fragment.octets().blob().size();
    if (group.octets() + size <= limits.messageOctets()) return null;
    // It can never become one message, so nobody waits for more of it.
    Sql.update(tx, CLOSE, fragment.letter().accepted(), group.id().number());
    return "all parts together have more than %d octets".formatted(limits.messageOctets());
  }

  private static final String OF_BEARER =
      """
      SELECT COUNT(*), COALESCE(SUM(octets), 0) FROM fragment_group
      WHERE bearer = ? AND closed = 0
      """;
  private static final String OF_ALL =
      "SELECT COUNT(*), COALESCE(SUM(octets), 0) FROM fragment_group";

  private record Load(int groups, long octets) {}

  /// Why there is no room for it.
  private static @Nullable String fullness(
      Transaction tx, @Nullable Found before, NewFragment fragment, FragmentLimits limits)
      throws SQLException {
    int more = before == null ? 1 : 0;
    long size = fragment.octets().blob().size();
    var bearer = fragment.key().bearer().name();
    var his = load(tx, OF_BEARER, bearer);
    if (his.groups + more > FragmentLimits.MAX_OF_BEARER
        || his.octets + size > limits.bearerOctets()) return "enough parts wait from " + bearer;
    var all = load(tx, OF_ALL);
    return all.groups + more > FragmentLimits.MAX_GROUPS || all.octets + size > limits.octets()
        ? "enough parts wait"
        : null;
  }

  private static Load load(Transaction tx, String sql, String... values) throws SQLException {
    return Objects.requireNonNull(
        Sql.first(tx, row -> new Load(row.getInt(1), row.getLong(2)), sql, (Object[]) values));
  }

  /// Null when it is gone.
  public static @Nullable FragmentGroup find(Transaction tx, FragmentGroup.Id id)
      throws SQLException {
    var found = Sql.first(tx, row -> FragmentRows.found(row, id.partition()), BY_ID, id.number());
    return found == null ? null : found.group();
  }

  private static final String OF_GROUP =
      "SELECT " + FragmentRows.COLUMNS + "FROM fragment WHERE group_id = ? ORDER BY number";

  /// The parts of a group that are there, in order.
  public static List<Fragment> of(Transaction tx, FragmentGroup.Id id) throws SQLException {
    return Sql.all(tx, FragmentRows::fragment, OF_GROUP, id.number());
  }

  private static final String REMOVE = "DELETE FROM fragment WHERE fragment_id = ?";
  private static final String SHRINK =
      "UPDATE fragment_group SET octets = octets - ? WHERE group_id = ?";

  /// Removes parts that are delivered by the same transaction.
  ///
  /// @throws FragmentsGone when not all of them are there any more: somebody else has them, and the
  ///   whole transaction must come to nothing
  public static void remove(Transaction tx, FragmentGroup.Id id, List<Fragment> fragments)
      throws SQLException {
    for (var fragment : fragments) {
      if (Sql.update(tx, REMOVE, fragment.row()) != 1) throw new FragmentsGone();
      tx.release(fragment.blob());
      Sql.update(tx, SHRINK, fragment.size(), id.number());
    }
  }

  private static final String FORGET = "DELETE FROM fragment_group WHERE group_id = ?";

  /// Removes a group that has no parts any more, so that its id may be used again.
  public static void forget(Transaction tx, FragmentGroup.Id id) throws SQLException {
    Sql.update(tx, FORGET, id.number());
  }

  private static final String ANY_DUE = "SELECT 1 FROM fragment_group WHERE due_ms <= ? LIMIT 1";

  /// Whether [#takeDue] has something to do.
  public static boolean isAnyDue(Transaction tx, Instant now) throws SQLException {
    return Sql.first(tx, row -> row.getInt(1), ANY_DUE, now) != null;
  }

  private static final String FORGET_EMPTY =
      """
      DELETE FROM fragment_group WHERE due_ms <= ?
        AND NOT EXISTS (SELECT 1 FROM fragment WHERE fragment.group_id = fragment_group.group_id)
      """;

  private static final String DUE =
      FragmentRows.GROUP + "WHERE due_ms <= ? ORDER BY due_ms, group_id LIMIT ?";

  /// Takes groups whose time has come: they take no more parts, and nobody else takes them for as
  /// long as `lease`.
  public static List<FragmentGroup> takeDue(
      Transaction tx, PartitionId partition, Instant now, Duration lease) throws SQLException {
    Sql.update(tx, FORGET_EMPTY, now);
    var due = Sql.all(tx, row -> FragmentRows.found(row, partition), DUE, now, AT_ONCE);
    var taken = new ArrayList<FragmentGroup>();
    for (var found : due) {
      close(tx, found.group().id(), now.plus(lease));
      taken.add(found.group());
    }
    return taken;
  }

  /// Has a group take no more parts.
  ///
  /// @param until when its parts are looked at again, and when it is forgotten if it has none
  public static void close(Transaction tx, FragmentGroup.Id id, Instant until) throws SQLException {
    Sql.update(tx, CLOSE, until, id.number());
  }

  /// A group with what an administrator asks about.
  ///
  /// @param messageIds of the parts that are there
  public record Listed(
      FragmentGroup group, List<String> messageIds, List<EmailAddress> recipients) {}

  private static final String WAITING =
      FragmentRows.GROUP
          + """
          WHERE EXISTS (SELECT 1 FROM fragment WHERE fragment.group_id = fragment_group.group_id)
          ORDER BY group_id LIMIT ?
          """;
  private static final String NAMES =
      "SELECT message_id FROM fragment WHERE group_id = ? ORDER BY number";
  private static final String RECIPIENTS =
      "SELECT recipients FROM fragment WHERE group_id = ? ORDER BY number LIMIT 1";

  /// All groups that have parts, the oldest first.
  public static List<Listed> list(Transaction tx, PartitionId partition) throws SQLException {
    var listed = new ArrayList<Listed>();
    for (var found :
        Sql.all(
            tx, row -> FragmentRows.found(row, partition), WAITING, FragmentLimits.MAX_GROUPS)) {
      long number = found.group().id().number();
      var recipients = Sql.first(tx, row -> row.getString(1), RECIPIENTS, number);
      listed.add(
          new Listed(
              found.group(),
              Sql.all(tx, row -> row.getString(1), NAMES, number),
              FragmentRows.addresses(recipients)));
    }
    return listed;
  }
}
