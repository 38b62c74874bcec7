package org.posthorn.domain.delivery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongFunction;
import org.posthorn.domain.directory.Account;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.filters.EventDispatch;
import org.posthorn.domain.filters.Filtered;
import org.posthorn.domain.filters.Subject;
import org.posthorn.domain.mailbox.Alongside;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.MailStore;
import org.posthorn.domain.mailbox.Placed;
import org.posthorn.domain.queue.Accepted;
import org.posthorn.domain.queue.NewMail;
import org.posthorn.domain.queue.Priority;
import org.posthorn.domain.relay.OutgoingMail.AllTheWay;
import org.posthorn.domain.relay.OutgoingMail.Header;
import org.posthorn.domain.relay.OutgoingMail.Wishes;
import org.posthorn.domain.trace.TraceIds;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.PreparedBlob;
import org.posthorn.platform.storage.Spool;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.wire.smtp.ReversePath;

/// Delivers what scripts of mailboxes send on, as if its owner had submitted it (RFC 6785 §3.4),
/// and what they tell. Any thread may call.
public final class EventPost implements EventDispatch {

  /// Room for the fields that are put before a message.
  private static final int ROOM = 2_000;

  private final Delivery delivery;
  private final Outbound outbound;
  private final Office office;

  /// What it needs besides.
  ///
  /// @param spools makes a place for a message of at most so many octets
  public record Office(
      Directory directory,
      MailStore mail,
      TraceIds ids,
      LongFunction<Spool> spools,
      InstantSource clock) {}

  public EventPost(Delivery delivery, Outbound outbound, Office office) {
    this.delivery = delivery;
    this.outbound = outbound;
    this.office = office;
  }

  @Override
  public boolean redirect(Redirect redirect) throws IOException {
    var owner = redirect.owner();
    var from = new ReversePath.Mailbox(owner.address());
    long octets = redirect.message().octets();
    if (!(delivery.recipient(redirect.to(), Sender.user(from, owner), octets)
        instanceof RecipientVerdict.Accept(var recipient, var _))) return false;
    var now = office.clock.instant();
    var wishes = RedirectWishes.of(redirect.options(), now);
    if (wishes.isOver(now)) return false;
    var returnPath = "Return-Path: <%s>\r\n".formatted(owner.address());
    try (var plain = spool(octets);
        var spool = spool(octets)) {
      try (var in = redirect.message().open()) {
        in.transferTo(plain);
      }
      var field = Subject.REDIRECTED_FROM + ": " + owner.address().key() + "\r\n";
      spool.write((returnPath + field).getBytes(StandardCharsets.UTF_8));
      var old = ReturnPaths.of(plain);
      try (var in = plain.open()) {
        spool.write(in.readNBytes(Math.toIntExact(old.offset())));
        in.skipNBytes(old.length());
        in.transferTo(spool);
      }
      var original =
          new Original(spool, returnPath.length(), Original.Seals.NONE, () -> this.spool(octets));
      var reporting = new Recipient.Reporting(wishes.notifyOn(), null);
      var envelope =
          new Envelope(
              office.ids.next(),
              from,
              owner,
              new Wishes(wishes.ret(), null, Header.AS_IT_IS, AllTheWay.NOT_REQUIRED),
              Priority.NORMAL,
              new NewMail.Timing(now, null, wishes.by()),
              List.of("sent on by a script of a mailbox of %s".formatted(owner.address())));
      var handover =
          new Handover(
              envelope, List.of(recipient.reporting(reporting)), original, Placement.INBOX);
      return delivery.deliverTogether(handover).getFirst() instanceof Delivered.Taken;
    }
  }

  private Spool spool(long octets) {
    return office.spools.apply(octets + ROOM);
  }

  @Override
  public void answer(Account owner, Filtered.Answer answer) {
    var story = "an event in a mailbox of %s".formatted(owner.address());
    var about =
        Envelope.ofServer(office.ids.next(), NewMail.Timing.of(office.clock.instant()), story);
    var post = ServerPost.of(answer, office.directory, about.id(), about);
    var job = new Job(MailAccount.of(owner).partition(), post);
    office.mail.messages().storeGroups(List.of(post.arrivals()), job);
    job.queued.forEach(outbound::announce);
  }

  private final class Job implements Alongside {
    private final PartitionId where;
    private final ServerPost post;
    private volatile List<Accepted> queued = List.of();

    Job(PartitionId where, ServerPost post) {
      this.where = where;
      this.post = post;
    }

    @Override
    public PartitionId partition() {
      return where;
    }

    @Override
    public List<PreparedBlob> blobs() {
      return post.blobs();
    }

    @Override
    public void write(Transaction tx, List<List<Placed>> placed) throws SQLException {
      queued = post.write(tx, where, placed.getFirst(), outbound);
    }
  }
}
