package org.posthorn.domain.delivery;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.AccountId;
import org.posthorn.domain.queue.Accepted;
import org.posthorn.domain.queue.MailQueue;
import org.posthorn.domain.queue.NewMail;
import org.posthorn.domain.queue.Parcel;
import org.posthorn.domain.queue.Priority;
import org.posthorn.domain.queue.Suppression;
import org.posthorn.domain.queue.Suppressions;
import org.posthorn.domain.relay.OutgoingMail;
import org.posthorn.domain.relay.OutgoingMail.Wishes;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.smtp.Notify;

/// The door to elsewhere: which addresses may be written to, which way they go, and the queue that
/// mail for them is put into. Any thread may call.
public final class Outbound {

  private final MailQueue queue;
  private final Suppressions suppressions;
  private final RouteTable routes;

  public Outbound(MailQueue queue, Suppressions suppressions, RouteTable routes) {
    this.queue = queue;
    this.suppressions = suppressions;
    this.routes = routes;
  }

  /// Why this address gets no mail from here; null when it does.
  @Nullable Suppression suppression(EmailAddress address) {
    return suppressions.match(address);
  }

  /// Puts a message into the queue for the addresses elsewhere of these recipients, each once.
  /// [#announce] what is returned once the transaction is committed.
  List<Accepted> accept(
      Transaction tx,
      PartitionId partition,
      Envelope envelope,
      Map<Form, Departure> departures,
      List<Recipient> recipients)
      throws SQLException {
    var accepted = new ArrayList<Accepted>();
    var seen = new HashSet<String>();
    for (var departure : departures.entrySet()) {
      var sender = departure.getValue().origin().sender();
      Function<EmailAddress, String> way =
          it -> routes.destination(it, sender, envelope.wishes().tls());
      var parcels = parcels(departure.getKey(), way, recipients, seen);
      if (parcels.isEmpty()) continue;
      var mail = mail(envelope, departure.getKey(), departure.getValue(), parcels);
      accepted.add(queue.accept(tx, partition, mail));
    }
    return accepted;
  }

  private static NewMail mail(
      Envelope envelope, Form form, Departure departure, List<Parcel> parcels) {
    boolean posted = form instanceof Form.Posted;
    return new NewMail(
        envelope.id(),
        departure.origin(),
        wishes(envelope, form),
        departure.content(),
        departure.blob(),
        posted ? Priority.BULK : envelope.priority(),
        timing(envelope, form),
        parcels);
  }

  private static Wishes wishes(Envelope envelope, Form form) {
    var wishes = envelope.wishes();
    return switch (form) {
      case Form.AsSent _, Form.Forwarded _ -> wishes;
      case Form.Posted _ -> new Wishes(null, null, wishes.header(), wishes.tls());
      case Form.Redirected it ->
          it.wishes().isAny()
              ? new Wishes(it.wishes().ret(), null, wishes.header(), wishes.tls())
              : wishes;
    };
  }

  private static NewMail.Timing timing(Envelope envelope, Form form) {
    var timing = envelope.timing();
    return switch (form) {
      case Form.AsSent _, Form.Forwarded _ -> timing;
      case Form.Posted _ -> timing.withoutDeadline();
      case Form.Redirected it ->
          it.wishes().by() == null
              ? timing
              : new NewMail.Timing(timing.accepted(), null, it.wishes().by());
    };
  }

  /// @param way that mail for an address goes, as the queue calls it
  private static List<Parcel> parcels(
      Form form, Function<EmailAddress, String> way, List<Recipient> recipients, Set<String> seen) {
    var byDestination = new LinkedHashMap<String, List<OutgoingMail.Recipient>>();
    for (var recipient : recipients)
      for (var onward : recipient.elsewhere())
        if (onward.form().equals(form) && seen.add(onward.address().key()))
          byDestination
              .computeIfAbsent(way.apply(onward.address()), _ -> new ArrayList<>())
              .add(outgoing(onward, recipient));
    return byDestination.entrySet().stream()
        .map(entry -> new Parcel(entry.getKey(), entry.getValue()))
        .toList();
  }

  /// What a list sends is a message of its own (RFC 3461 §5.2.7.1), and so is what a filter sends
  /// that has its own wishes.
  private static OutgoingMail.Recipient outgoing(Onward onward, Recipient recipient) {
    var same =
        new OutgoingMail.Recipient(
            onward.address(), notifyOn(recipient), recipient.reporting().original());
    return switch (onward.form()) {
      case Form.AsSent _, Form.Forwarded _ -> same;
      case Form.Posted _ -> new OutgoingMail.Recipient(onward.address());
      case Form.Redirected it ->
          it.wishes().isAny()
              ? new OutgoingMail.Recipient(onward.address(), it.wishes().notifyOn(), null)
              : same;
    };
  }

  /// RFC 3461 §5.2.7.3 (c): of the success of an address that leads to several, [SuccessReports]
  /// tell.
  private static @Nullable Notify notifyOn(Recipient recipient) {
    var wanted = recipient.reporting().notifyOn();
    if (wanted == null || !recipient.isExpanded()) return wanted;
    var rest = EnumSet.noneOf(Notify.Event.class);
    rest.addAll(wanted.events());
    rest.remove(Notify.Event.SUCCESS);
    return new Notify(rest);
  }

  /// How much of an account's mail waits for its time.
  long putOff(AccountId account) {
    return queue.putOff(account);
  }

  void announce(Accepted accepted) {
    queue.announce(accepted);
  }
}
