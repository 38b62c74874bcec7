package org.posthorn.domain.delivery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Account;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.directory.Resolution;
import org.posthorn.domain.mailbox.Arrival;
import org.posthorn.domain.mailbox.Flags;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.NewEmail;
import org.posthorn.domain.mailbox.Placed;
import org.posthorn.domain.queue.Accepted;
import org.posthorn.domain.queue.NewMail;
import org.posthorn.domain.queue.Origin;
import org.posthorn.domain.queue.Report;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.PreparedBlob;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.wire.smtp.ReversePath;

/// A report on its way: into the mailboxes of who is told, full or not, and by the queue where his
/// address leads elsewhere. It is written in the transaction of what it tells of.
final class ReportPost {

  private static final byte[] RETURN_PATH =
      "Return-Path: <>\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Envelope envelope;
  private final Recipient recipient;
  private final List<Arrival> arrivals;
  private final @Nullable Departure departure;

  private ReportPost(
      Envelope envelope,
      Recipient recipient,
      List<Arrival> arrivals,
      @Nullable Departure departure) {
    this.envelope = envelope;
    this.recipient = recipient;
    this.arrivals = arrivals;
    this.departure = departure;
  }

  /// @param id by which the report's own story is told
  static ReportPost of(Report report, Directory directory, String id, Instant now) {
    var recipient = recipient(report, directory);
    var envelope =
        Envelope.ofServer(
            id,
            NewMail.Timing.of(now),
            "a report for <%s> about message %s".formatted(report.to(), report.messageId()));
    return new ReportPost(
        envelope, recipient, arrivals(report, recipient, now), departure(report, recipient));
  }

  /// Nobody, when the address is gone by now.
  private static Recipient recipient(Report report, Directory directory) {
    return switch (directory.resolve(report.to())) {
      case Resolution.Found found -> new Recipient(report.to(), accounts(found), asSent(found));
      case Resolution.NotOurs _ ->
          new Recipient(report.to(), List.of(), List.of(Onward.asSent(report.to())));
      case Resolution.UnknownUser _,
          Resolution.Disabled _,
          Resolution.AliasLoop _,
          Resolution.TooMany _ ->
          new Recipient(report.to(), List.of(), List.of());
    };
  }

  private static List<Account> accounts(Resolution.Found found) {
    return found.accounts().stream().map(Resolution.Recipient::account).toList();
  }

  /// Our own words: nobody has to vouch for them.
  private static List<Onward> asSent(Resolution.Found found) {
    return found.elsewhere().stream().map(it -> Onward.asSent(it.address())).toList();
  }

  private static List<Arrival> arrivals(Report report, Recipient recipient, Instant now) {
    if (!recipient.isHere()) return List.of();
    var email = NewEmail.of(withReturnPath(report.bytes()));
    return recipient.accounts().stream()
        .map(ReportPost::withoutLimit)
        .map(to -> new Arrival(to, new Arrival.Target.Inbox(), email, Flags.NONE, now))
        .toList();
  }

  /// A report is small, and whose mailbox is full most needs to know.
  private static MailAccount withoutLimit(Account account) {
    return MailAccount.of(account).withoutLimit();
  }

  private static byte[] withReturnPath(byte[] report) {
    var whole = new byte[RETURN_PATH.length + report.length];
    System.arraycopy(RETURN_PATH, 0, whole, 0, RETURN_PATH.length);
    System.arraycopy(report, 0, whole, RETURN_PATH.length, report.length);
    return whole;
  }

  private static @Nullable Departure departure(Report report, Recipient recipient) {
    if (!recipient.isElsewhere()) return null;
    try {
      return Departure.of(Origin.of(new ReversePath.Null(), null), report.bytes());
    } catch (IOException e) {
      throw new IllegalStateException("memory has no faults of reading", e);
    }
  }

  /// What has to be stored before [#write].
  List<Arrival> arrivals() {
    return arrivals;
  }

  /// Blobs that the partition of [#write] has to be given.
  List<PreparedBlob> blobs() {
    return departure == null ? List.of() : List.of(departure.blob());
  }

  /// Tells the report's story, and puts it into the queue where it leaves.
  ///
  /// @param placed what became of the arrivals, in their order
  /// @return to be announced after the commit
  List<Accepted> write(Transaction tx, PartitionId where, List<Placed> placed, Outbound outbound)
      throws SQLException {
    if (!recipient.isHere() && !recipient.isElsewhere()) return List.of();
    Story.begin(tx, envelope, List.of(recipient), byCopy(placed), List.of());
    if (departure == null) return List.of();
    return outbound.accept(
        tx, where, envelope, Map.of(Form.AS_SENT, departure), List.of(recipient));
  }

  private Map<DeliveryJob.Copy, Placed> byCopy(List<Placed> placed) {
    var accounts = recipient.accounts();
    return IntStream.range(0, accounts.size())
        .boxed()
        .collect(Collectors.toMap(i -> DeliveryJob.Copy.asSent(accounts.get(i)), placed::get));
  }
}
