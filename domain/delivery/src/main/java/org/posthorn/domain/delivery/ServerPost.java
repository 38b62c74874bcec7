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
import org.posthorn.domain.filters.Filtered;
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
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.smtp.ReversePath;

/// Something that the server itself sends because of a message: a report on it, or a copy of it. It
/// goes into mailboxes, full or not, and into the queue where the address leads elsewhere, in the
/// transaction of what it is about.
final class ServerPost {

  private static final byte[] RETURN_PATH =
      "Return-Path: <>\r\n".getBytes(StandardCharsets.US_ASCII);

  private final String told;
  private final Envelope envelope;
  private final Recipient recipient;
  private final List<Arrival> arrivals;
  private final @Nullable Departure departure;

  private ServerPost(
      String told,
      Envelope envelope,
      Recipient recipient,
      List<Arrival> arrivals,
      @Nullable Departure departure) {
    this.told = told;
    this.envelope = envelope;
    this.recipient = recipient;
    this.arrivals = arrivals;
    this.departure = departure;
  }

  /// A report; empty to nobody when the address is gone by now.
  ///
  /// @param id by which the report's own story is told
  static ServerPost of(Report report, Directory directory, String id, Instant now) {
    var recipient = recipient(report.to(), directory);
    var told = "a report for <%s> about message %s".formatted(report.to(), report.messageId());
    var email = recipient.isHere() ? NewEmail.of(withReturnPath(report.bytes())) : null;
    return new ServerPost(
        "its sender is told that it was delivered",
        Envelope.ofServer(id, NewMail.Timing.of(now), told),
        recipient,
        arrivals(recipient, email, now),
        departure(report, recipient));
  }

  /// A copy of a message, of whose story its own is a part; the same holds of it.
  ///
  /// @param of the message
  /// @throws IOException when the copy cannot be read
  static ServerPost of(CarbonCopy copy, Envelope of, Directory directory) throws IOException {
    var recipient = recipient(copy.to(), directory);
    var now = of.timing().accepted();
    var email = recipient.isHere() ? NewEmail.of(copy.octets()) : null;
    var departure =
        recipient.isElsewhere()
            ? Departure.of(Origin.of(new ReversePath.Null(), null), copy.octets(), "")
            : null;
    var told = "a copy for <%s>".formatted(copy.to());
    return new ServerPost(
        "a copy goes to <%s>".formatted(copy.to()),
        Envelope.ofServer(of.id(), NewMail.Timing.of(now), told),
        recipient,
        arrivals(recipient, email, now),
        departure);
  }

  /// What a filter sends; empty to nobody when the address is gone by now.
  ///
  /// @param id by which its own story is told
  static ServerPost of(Filtered.Answer answer, Directory directory, String id, Envelope about) {
    var recipient = recipient(answer.to(), directory);
    var now = about.timing().accepted();
    var octets = answer.message().octets();
    var email = recipient.isHere() ? NewEmail.of(withReturnPath(octets)) : null;
    var told = "%s, because of message %s".formatted(answer.told(), about.id());
    return new ServerPost(
        answer.told(),
        Envelope.ofServer(id, NewMail.Timing.of(now), told),
        recipient,
        arrivals(recipient, email, now),
        recipient.isElsewhere() ? departure(octets) : null);
  }

  /// For the story of the message.
  String told() {
    return isForNobody() ? told + ", but that address leads nowhere" : told;
  }

  /// Whether its address leads nowhere.
  boolean isForNobody() {
    return !recipient.isHere() && !recipient.isElsewhere();
  }

  /// Nobody, when the address is gone by now.
  private static Recipient recipient(EmailAddress to, Directory directory) {
    return switch (directory.resolve(to)) {
      case Resolution.Found found -> new Recipient(to, accounts(found), asSent(found));
      case Resolution.NotOurs _ -> new Recipient(to, List.of(), List.of(Onward.asSent(to)));
      case Resolution.UnknownUser _,
          Resolution.Disabled _,
          Resolution.AliasLoop _,
          Resolution.TooMany _ ->
          new Recipient(to, List.of(), List.of());
    };
  }

  private static List<Account> accounts(Resolution.Found found) {
    return found.accounts().stream().map(Resolution.Recipient::account).toList();
  }

  /// Our own words: nobody has to vouch for them.
  private static List<Onward> asSent(Resolution.Found found) {
    return found.elsewhere().stream().map(it -> Onward.asSent(it.address())).toList();
  }

  private static List<Arrival> arrivals(
      Recipient recipient, @Nullable NewEmail email, Instant now) {
    if (email == null) return List.of();
    return recipient.accounts().stream()
        .map(ServerPost::withoutLimit)
        .map(to -> new Arrival(to, new Arrival.Target.Inbox(), email, Flags.NONE, now))
        .toList();
  }

  /// A report is small, and whose mailbox is full most needs to know; an archive must have all.
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
    return recipient.isElsewhere() ? departure(report.bytes()) : null;
  }

  private static Departure departure(byte[] octets) {
    try {
      return Departure.of(Origin.of(new ReversePath.Null(), null), octets);
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

  /// Tells its story, and puts it into the queue where it leaves.
  ///
  /// @param placed what became of the arrivals, in their order
  /// @return to be announced after the commit
  List<Accepted> write(Transaction tx, PartitionId where, List<Placed> placed, Outbound outbound)
      throws SQLException {
    if (isForNobody()) return List.of();
    Story.begin(tx, envelope, List.of(recipient), byCopy(placed));
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
