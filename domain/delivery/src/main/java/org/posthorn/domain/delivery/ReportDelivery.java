package org.posthorn.domain.delivery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Account;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.directory.Resolution;
import org.posthorn.domain.mailbox.Alongside;
import org.posthorn.domain.mailbox.Arrival;
import org.posthorn.domain.mailbox.Flags;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.MailStore;
import org.posthorn.domain.mailbox.NewEmail;
import org.posthorn.domain.mailbox.Placed;
import org.posthorn.domain.queue.Accepted;
import org.posthorn.domain.queue.NewMail;
import org.posthorn.domain.queue.Origin;
import org.posthorn.domain.queue.Report;
import org.posthorn.domain.queue.ReportSink;
import org.posthorn.domain.trace.TraceIds;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.PreparedBlob;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.platform.storage.Work;
import org.posthorn.wire.smtp.ReversePath;

/// Delivers the queue's reports: into mailboxes here, full or not, and by the queue to senders
/// elsewhere. Any thread may call.
public final class ReportDelivery implements ReportSink {

  private static final byte[] RETURN_PATH =
      "Return-Path: <>\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Directory directory;
  private final MailStore mail;
  private final Outbound outbound;
  private final TraceIds ids;
  private final InstantSource clock;

  public ReportDelivery(
      Directory directory, MailStore mail, Outbound outbound, TraceIds ids, InstantSource clock) {
    this.directory = directory;
    this.mail = mail;
    this.outbound = outbound;
    this.ids = ids;
    this.clock = clock;
  }

  @Override
  public void deliver(Report report, PartitionId where, Work<@Nullable Void> settle) {
    var recipient = recipient(report);
    var accounts = recipient.accounts();
    var now = clock.instant();
    var arrivals = List.<Arrival>of();
    if (recipient.isHere()) {
      var email = NewEmail.of(withReturnPath(report.bytes()));
      arrivals =
          accounts.stream()
              .map(ReportDelivery::withoutLimit)
              .map(to -> new Arrival(to, new Arrival.Target.Inbox(), email, Flags.NONE, now))
              .toList();
    }
    var envelope =
        Envelope.ofServer(
            ids.next(),
            NewMail.Timing.of(now),
            "a report for <%s> about message %s".formatted(report.to(), report.messageId()));
    var job = new Job(where, settle, envelope, recipient, departure(report, recipient));
    mail.messages().storeGroups(List.of(arrivals), job);
    job.announce();
  }

  /// Nobody, when the address is gone by now.
  private Recipient recipient(Report report) {
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

  /// What is written with the report.
  private final class Job implements Alongside {
    private final PartitionId where;
    private final Work<@Nullable Void> settle;
    private final Envelope envelope;
    private final Recipient recipient;
    private final @Nullable Departure departure;
    private volatile List<Accepted> queued = List.of();

    Job(
        PartitionId where,
        Work<@Nullable Void> settle,
        Envelope envelope,
        Recipient recipient,
        @Nullable Departure departure) {
      this.where = where;
      this.settle = settle;
      this.envelope = envelope;
      this.recipient = recipient;
      this.departure = departure;
    }

    @Override
    public PartitionId partition() {
      return where;
    }

    @Override
    public List<PreparedBlob> blobs() {
      return departure == null ? List.of() : List.of(departure.blob());
    }

    @Override
    public void write(Transaction tx, List<List<Placed>> placed) throws SQLException {
      queued = List.of();
      settle.run(tx);
      if (!recipient.isHere() && !recipient.isElsewhere()) return;
      Story.begin(tx, envelope, List.of(recipient), byAccount(placed.getFirst()), List.of());
      if (departure != null)
        queued =
            outbound.accept(
                tx, where, envelope, Map.of(Form.AS_SENT, departure), List.of(recipient));
    }

    private Map<DeliveryJob.Copy, Placed> byAccount(List<Placed> placed) {
      var accounts = recipient.accounts();
      return IntStream.range(0, accounts.size())
          .boxed()
          .collect(Collectors.toMap(i -> DeliveryJob.Copy.asSent(accounts.get(i)), placed::get));
    }

    void announce() {
      queued.forEach(outbound::announce);
    }
  }
}
