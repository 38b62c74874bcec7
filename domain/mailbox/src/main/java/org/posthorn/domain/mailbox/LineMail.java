package org.posthorn.domain.mailbox;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.posthorn.platform.storage.Partition;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.wire.mail.DotStuffing;
import org.posthorn.wire.mail.LineRendition;
import org.posthorn.wire.mail.LineRendition.Headers;

/// Messages for protocols that know nothing but lines of text (POP3), and how many octets they are
/// there (RFC 1939 §11). Nearly all go as they are stored; the others are known by name
/// ([OddMail]), and how long they get is written down when it is asked for first. Any thread may
/// call.
public final class LineMail {

  /// In place of the size of a message that is not there any more.
  public static final long GONE = -1;

  /// How much of a message is in memory while it is measured.
  private static final int PIECE_OCTETS = 16 * 1024;

  private final Function<PartitionId, Partition> partitions;

  LineMail(Function<PartitionId, Partition> partitions) {
    this.partitions = partitions;
  }

  /// The messages of a mailbox that do not go as they are.
  public OddMail odd(Where where) {
    return partition(where.account()).read(tx -> OddRows.of(tx, where));
  }

  /// How many octets the messages of a snapshot are as lines, in its order; [#GONE] for those that
  /// are gone.
  ///
  /// @param odd of the snapshot's mailbox
  public long[] octets(Where where, Snapshot snapshot, OddMail odd, Headers headers)
      throws IOException {
    var octets = storedSizes(where, snapshot);
    for (int index = 0; index < octets.length; index++) {
      int oddIndex = odd.indexOf(snapshot.uid(index));
      if (oddIndex < 0 || octets[index] == GONE) continue;
      long known = odd.octets(oddIndex, headers);
      octets[index] =
          known == OddMail.UNKNOWN ? read(where, snapshot.uid(index), odd, headers) : known;
    }
    return octets;
  }

  private long read(Where where, int uid, OddMail odd, Headers headers) throws IOException {
    var account = where.account();
    var rows =
        partition(account)
            .read(tx -> MessageRows.wide(tx, where.mailbox(), Uids.of(uid), Detail.FACTS));
    return rows.isEmpty() ? GONE : octets(where, rows.getFirst(), odd, headers);
  }

  private long[] storedSizes(Where where, Snapshot snapshot) {
    var sizes = new long[snapshot.size()];
    Arrays.fill(sizes, GONE);
    partition(where.account())
        .read(tx -> {
          MessageRows.sizes(
              tx,
              where,
              (uid, size) -> {
                int index = snapshot.indexOf(uid);
                if (index >= 0) sizes[index] = size;
              });
          return null;
        });
    return sizes;
  }

  /// How many octets a message is as lines: line ends as CRLF, dots not stuffed.
  ///
  /// @param odd of the message's mailbox
  public long octets(Where where, MessageRow row, OddMail odd, Headers headers) throws IOException {
    int index = odd.indexOf(row.uid());
    if (index < 0) return row.size();
    long known = odd.octets(index, headers);
    if (known != OddMail.UNKNOWN) return known;
    var account = where.account();
    long octets = measure(open(account, row, odd, headers));
    odd.measured(index, headers, octets);
    partition(account)
        .write(tx -> {
          OddRows.save(tx, account.id(), row.email(), headers, octets);
          return null;
        });
    return octets;
  }

  private static long measure(InputStream message) throws IOException {
    try (message) {
      var lines = new DotStuffing(DotStuffing.BareLineEnds.COMPLETED);
      var piece = new byte[PIECE_OCTETS];
      for (int read = message.read(piece); read >= 0; read = message.read(piece))
        lines.encode(piece, 0, read, (_, _, _) -> {});
      lines.finish((_, _, _) -> {});
      return lines.octets();
    }
  }

  /// The message itself; its line ends are to be completed by who sends it. The caller closes it.
  public InputStream open(MailAccount account, MessageRow row, OddMail odd, Headers headers)
      throws IOException {
    var reader = partition(account).reader(List.of(row.blob()));
    int index = odd.indexOf(row.uid());
    if (index < 0 || !odd.isRewritten(index, headers)) return reader.open(row.blob(), 0);
    return LineRendition.of(
            span -> reader.open(row.blob(), span.offset(), span.length()), row.size(), headers)
        .open();
  }

  private Partition partition(MailAccount account) {
    return partitions.apply(account.partition());
  }
}
