package org.posthorn.domain.mailbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.BlobId;
import org.posthorn.platform.storage.BlobReader;
import org.posthorn.platform.storage.Partition;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.Sql;
import org.posthorn.platform.storage.Transaction;

/// The emails of a partition in the order in which they came, for what is derived from them, such
/// as a search index: emails never change, and their ids grow. Any thread may call.
///
/// A partition has one writer, so a smaller id does not become visible after a greater one.
public final class EmailFeed {

  /// How many emails one query names.
  private static final int AT_ONCE = 32;

  private static final String AMONG = "(" + "?, ".repeat(AT_ONCE - 1) + "?)";

  private final Function<PartitionId, Partition> partitions;

  EmailFeed(Function<PartitionId, Partition> partitions) {
    this.partitions = partitions;
  }

  /// That there is an email, and whose.
  public record Notice(EmailId email, long account, long size) {}

  private static final String BEYOND =
      """
      SELECT email_id, account_id, size FROM email WHERE email_id > ? ORDER BY email_id LIMIT ?
      """;

  /// The next emails after `last`, of all accounts, by id.
  public List<Notice> beyond(PartitionId partition, long last, int limit) {
    return partitions
        .apply(partition)
        .read(tx ->
            Sql.all(
                tx,
                row -> new Notice(new EmailId(row.getLong(1)), row.getLong(2), row.getLong(3)),
                BEYOND,
                last,
                limit));
  }

  private static final String OF_ACCOUNT =
      """
      SELECT DISTINCT email_id, account_id, size
      FROM mailbox JOIN message USING (mailbox_id) JOIN email USING (email_id, account_id)
      WHERE account_id = ?
      UNION
      SELECT email_id, account_id, size FROM expunged JOIN email USING (email_id, account_id)
      WHERE account_id = ? ORDER BY email_id
      """;

  /// Every email of an account, those that were expunged and can be put back included, by id; some
  /// hundred thousand are some megabytes.
  public List<Notice> ofAccount(PartitionId partition, long account) {
    return partitions
        .apply(partition)
        .read(tx ->
            Sql.all(
                tx,
                row -> new Notice(new EmailId(row.getLong(1)), row.getLong(2), row.getLong(3)),
                OF_ACCOUNT,
                account,
                account));
  }

  /// Where the text of an email is.
  ///
  /// @param structure wire/mail BodyPartCodec
  @SuppressWarnings("ArrayRecordComponent") // read and dropped, never compared
  public record Content(EmailId email, BlobId blob, long size, byte[] structure) {}

  private static final String CONTENTS =
      """
      SELECT email_id, blob_id, size, structure FROM email
      WHERE account_id = ? AND email_id IN %s ORDER BY email_id
      """
          .formatted(AMONG);

  /// Those of the emails (ids ascending) that are still there and the account's.
  public List<Content> contents(PartitionId partition, long account, long[] emails) {
    return all(
        partition,
        emails,
        new Query<>(
            CONTENTS,
            account,
            row ->
                new Content(
                    new EmailId(row.getLong(1)),
                    new BlobId(row.getLong(2)),
                    row.getLong(3),
                    row.getBytes(4))));
  }

  private static final String EXISTING =
      """
      SELECT email_id FROM email WHERE account_id = ? AND email_id IN %s ORDER BY email_id
      """
          .formatted(AMONG);

  /// Those of the emails (ids ascending) that are still there and the account's.
  public long[] existing(PartitionId partition, long account, long[] emails) {
    var query = new Query<>(EXISTING, account, row -> row.getLong(1));
    return all(partition, emails, query).stream().mapToLong(Long::longValue).toArray();
  }

  private static final String ACCOUNTS = "SELECT account_id FROM mail_account ORDER BY account_id";

  /// The accounts that have mail here.
  public long[] accounts(PartitionId partition) {
    return partitions
        .apply(partition)
        .read(tx -> Sql.all(tx, row -> row.getLong(1), ACCOUNTS))
        .stream()
        .mapToLong(Long::longValue)
        .toArray();
  }

  /// For reading the bytes of some emails one after the other.
  public BlobReader bodies(PartitionId partition, List<Content> contents) {
    return partitions.apply(partition).reader(contents.stream().map(Content::blob).toList());
  }

  private record Query<T>(String sql, long account, Sql.Row<T> map) {

    List<T> part(Transaction tx, long[] emails, int from) throws java.sql.SQLException {
      var values = new @Nullable Object[1 + AT_ONCE];
      values[0] = account;
      // the last part is filled up with one of its own
      for (int i = 0; i < AT_ONCE; i++)
        values[i + 1] = emails[Math.min(from + i, emails.length - 1)];
      return Sql.all(tx, map, sql, values);
    }
  }

  private <T> List<T> all(PartitionId partition, long[] emails, Query<T> query) {
    if (emails.length == 0) return List.of();
    var asked = Arrays.copyOf(emails, emails.length);
    return partitions
        .apply(partition)
        .read(tx -> {
          var all = new ArrayList<T>(asked.length);
          for (int from = 0; from < asked.length; from += AT_ONCE)
            all.addAll(query.part(tx, asked, from));
          return all;
        });
  }
}
