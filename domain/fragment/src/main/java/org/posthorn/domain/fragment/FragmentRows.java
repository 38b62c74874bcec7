package org.posthorn.domain.fragment;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.AccountId;
import org.posthorn.domain.queue.Pending;
import org.posthorn.domain.queue.Priority;
import org.posthorn.domain.relay.OutgoingMail.AllTheWay;
import org.posthorn.domain.relay.OutgoingMail.Header;
import org.posthorn.domain.relay.OutgoingMail.Wishes;
import org.posthorn.platform.storage.BlobId;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.Sql;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.smtp.DsnReturn;
import org.posthorn.wire.smtp.EnvelopeId;
import org.posthorn.wire.smtp.ReversePath;

/// The rows of `fragment_group` and `fragment` as values, and values as rows.
final class FragmentRows {

  private FragmentRows() {}

  static final String GROUP =
      """
      SELECT group_id, part_id, bearer, standing, sender, account_id, total, octets, first_ms, due_ms, closed,
        (SELECT COUNT(*) FROM fragment WHERE fragment.group_id = fragment_group.group_id) AS present
      FROM fragment_group
      """;

  /// @param isClosed takes no more parts
  record Found(FragmentGroup group, boolean isClosed) {}

  static Found found(ResultSet row, PartitionId partition) throws SQLException {
    long account = row.getLong("account_id");
    var author = row.wasNull() ? null : new AccountId(account);
    var group =
        new FragmentGroup(
            new FragmentGroup.Id(partition, row.getLong("group_id")),
            row.getString("part_id"),
            new Bearer(row.getString("bearer"), Bearer.Standing.valueOf(row.getString("standing"))),
            path(row.getString("sender")),
            author,
            row.getInt("total"),
            row.getInt("present"),
            row.getLong("octets"),
            Sql.time(row, "first_ms"),
            Sql.time(row, "due_ms"));
    return new Found(group, row.getLong("closed") == 1);
  }

  private static final String INSERT_GROUP =
      """
      INSERT INTO fragment_group
        (digest, part_id, bearer, standing, sender, account_id, total, octets, first_ms, due_ms, closed)
      VALUES (?, ?, ?, ?, ?, ?, 0, 0, ?, ?, 0)
      """;

  static void insertGroup(Transaction tx, NewFragment fragment, String digest, Instant due)
      throws SQLException {
    var key = fragment.key();
    var account = key.account();
    Sql.update(
        tx,
        INSERT_GROUP,
        digest,
        fragment.part().id(),
        key.bearer().name(),
        key.bearer().standing().name(),
        text(key.sender()),
        account == null ? null : (Long) account.value(),
        fragment.letter().accepted(),
        due);
  }

  static final String COLUMNS =
      """
      fragment_id, number, blob_id, size, return_path, message_id, recipients, ret, envid, header, tls,
      priority, junk, accepted_ms
      """;

  private static final String INSERT =
      """
      INSERT INTO fragment (group_id, number, message_id, blob_id, size, return_path, body_hash, recipients,
        ret, envid, header, tls, priority, junk, accepted_ms)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  static void insert(Transaction tx, long group, NewFragment fragment, BlobId blob)
      throws SQLException {
    var letter = fragment.letter();
    var octets = fragment.octets();
    var wishes = letter.wishes();
    Sql.update(
        tx,
        INSERT,
        group,
        fragment.part().number(),
        letter.messageId(),
        blob.value(),
        octets.blob().size(),
        octets.returnPath(),
        octets.bodyHash(),
        Pending.recipients(letter.recipients().stream().map(it -> new Pending(it, null)).toList()),
        wishes.ret() == null ? null : wishes.ret().name(),
        wishes.envid() == null ? null : wishes.envid().xtext(),
        wishes.header().name(),
        wishes.tls().name(),
        letter.priority().name(),
        letter.junk() ? 1 : 0,
        letter.accepted());
  }

  static Fragment fragment(ResultSet row) throws SQLException {
    var recipients =
        Pending.decoded(row.getString("recipients"), null).stream()
            .map(Pending::recipient)
            .toList();
    var letter =
        new Letter(
            row.getString("message_id"),
            recipients,
            wishes(row),
            Priority.valueOf(row.getString("priority")),
            row.getLong("junk") == 1,
            Sql.time(row, "accepted_ms"));
    return new Fragment(
        row.getLong("fragment_id"),
        row.getInt("number"),
        new BlobId(row.getLong("blob_id")),
        row.getLong("size"),
        row.getInt("return_path"),
        letter);
  }

  private static Wishes wishes(ResultSet row) throws SQLException {
    var ret = row.getString("ret");
    var envid = row.getString("envid");
    return new Wishes(
        ret == null ? null : DsnReturn.valueOf(ret),
        envid == null ? null : new EnvelopeId(envid),
        Header.valueOf(row.getString("header")),
        AllTheWay.valueOf(row.getString("tls")));
  }

  static List<EmailAddress> addresses(@Nullable String recipients) {
    if (recipients == null) return List.of();
    return Pending.decoded(recipients, null).stream().map(it -> it.recipient().address()).toList();
  }

  private static String text(ReversePath path) {
    return path instanceof ReversePath.Mailbox(var address) ? address.toString() : "";
  }

  private static ReversePath path(String text) {
    if (text.isEmpty()) return new ReversePath.Null();
    try {
      return new ReversePath.Mailbox(EmailAddress.parse(text));
    } catch (AddressException e) {
      throw new IllegalStateException("a sender that was one when it was written", e);
    }
  }
}
