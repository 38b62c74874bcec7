package org.posthorn.domain.delivery;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.queue.Accepted;
import org.posthorn.domain.queue.MailQueue;
import org.posthorn.domain.queue.NewMail;
import org.posthorn.domain.queue.Origin;
import org.posthorn.domain.queue.Parcel;
import org.posthorn.domain.queue.Suppression;
import org.posthorn.domain.queue.Suppressions;
import org.posthorn.domain.relay.OutgoingContent;
import org.posthorn.domain.relay.OutgoingMail;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.PreparedBlob;
import org.posthorn.platform.storage.Spool;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.Span;

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

  /// The way that mail for this address goes, as the queue calls it.
  String destination(EmailAddress address, Envelope envelope) {
    return routes.destination(address, envelope.from());
  }

  /// A message on its way out; the spool stays open until the queue has it.
  record Leaving(PreparedBlob blob, OutgoingContent content) {
    static Leaving of(Spool spool) throws IOException {
      var content = OutgoingContent.of(span -> opened(spool, span), spool.size());
      return new Leaving(PreparedBlob.of(spool), content);
    }

    private static java.io.InputStream opened(Spool spool, Span span) throws IOException {
      if (span.offset() != 0 || span.length() != spool.size())
        throw new IllegalArgumentException("only the whole of it can be read");
      return spool.open();
    }
  }

  /// Puts a message into the queue for the addresses elsewhere of these recipients, each once.
  /// [#announce] what is returned once the transaction is committed.
  Accepted accept(
      Transaction tx,
      PartitionId partition,
      Envelope envelope,
      Leaving leaving,
      List<Recipient> recipients)
      throws SQLException {
    var author = envelope.author();
    var mail =
        new NewMail(
            envelope.id(),
            Origin.of(envelope.from(), author == null ? null : author.id()),
            envelope.wishes(),
            leaving.content(),
            leaving.blob(),
            envelope.priority(),
            envelope.timing(),
            parcels(envelope, recipients));
    return queue.accept(tx, partition, mail);
  }

  private List<Parcel> parcels(Envelope envelope, List<Recipient> recipients) {
    var seen = new LinkedHashSet<String>();
    var byDestination = new LinkedHashMap<String, List<OutgoingMail.Recipient>>();
    for (var recipient : recipients)
      for (var address : recipient.elsewhere())
        if (seen.add(address.key()))
          byDestination
              .computeIfAbsent(destination(address, envelope), _ -> new ArrayList<>())
              .add(outgoing(address, recipient.reporting()));
    return byDestination.entrySet().stream()
        .map(entry -> new Parcel(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static OutgoingMail.Recipient outgoing(
      EmailAddress address, Recipient.Reporting reporting) {
    return new OutgoingMail.Recipient(address, reporting.notifyOn(), reporting.original());
  }

  void announce(Accepted accepted) {
    queue.announce(accepted);
  }
}
