package org.posthorn.domain.transfer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.Flags;
import org.posthorn.domain.mailbox.SystemFlag;
import org.posthorn.platform.storage.Spool;
import org.posthorn.wire.imap.ImapDates;

/// A mailbox of another server that is looked at, and never changed (EXAMINE). Its messages are
/// asked for a window of numbers at a time. Belongs to one thread.
final class ImapMailbox implements OpenFolder {
  /// Messages whose flags and dates are asked for at once: the wait for the server counts little
  /// then, and the answer some 100 KiB.
  private static final int WINDOW = 1_000;

  private final ImapSession session;
  private final String place;
  private final Findings findings;
  private final @Nullable Numbering numbering;
  private final Queue<Offer> ahead = new ArrayDeque<>();
  private final Map<Offer, Long> uids = new HashMap<>();
  private long exists;
  private long at;

  private ImapMailbox(ImapSession session, String place, Findings findings, Opening opening) {
    this.session = session;
    this.place = place;
    this.findings = findings;
    this.exists = opening.exists;
    this.numbering =
        opening.uidValidity > 0
            ? new Numbering(
                opening.uidValidity, (int) Math.clamp(opening.uidNext, 1, Integer.MAX_VALUE - 1L))
            : null;
  }

  /// What a server says of a mailbox that is opened.
  private static final class Opening {
    private long exists;
    private long uidValidity;
    private long uidNext;

    void hear(ImapResponse response) {
      if (response.name().equals("EXISTS")) exists = response.number();
      if (!response.name().equals("OK")) return;
      uidValidity = Math.max(uidValidity, code(response, "UIDVALIDITY"));
      uidNext = Math.max(uidNext, code(response, "UIDNEXT"));
    }

    private static long code(ImapResponse response, String name) {
      return new ImapItem.Atom(response.code(name).trim()).number();
    }
  }

  static ImapMailbox open(ImapSession session, String name, String place, Findings findings)
      throws IOException {
    var opening = new Opening();
    session.ask("EXAMINE", "EXAMINE " + ImapSession.quoted(name), opening::hear);
    return new ImapMailbox(session, place, findings, opening);
  }

  @Override
  public @Nullable Numbering numbering() {
    return numbering;
  }

  @Override
  public long total() {
    return exists;
  }

  @Override
  public List<Offer> next() throws IOException {
    if (ahead.isEmpty()) uids.clear();
    while (ahead.isEmpty() && at < exists) look();
    var some = new ArrayList<Offer>();
    while (some.size() < Inlet.BATCH && !ahead.isEmpty()) some.add(ahead.remove());
    return some;
  }

  /// Asks for the next window. A message that is expunged meanwhile moves those behind it up.
  private void look() throws IOException {
    long first = at + 1;
    long last = Math.min(exists, at + WINDOW);
    var found = new TreeMap<Long, Offer>();
    at = last;
    session.ask(
        "FETCH",
        "FETCH %d:%d (UID FLAGS INTERNALDATE)".formatted(first, last),
        response -> {
          hear(response);
          // More than was asked for is what others change, or a server that makes things up.
          if (!response.isUntagged("FETCH") || found.size() >= WINDOW || response.items().isEmpty())
            return;
          var data = response.items().getFirst().items();
          var uid = ImapItem.named(data, "UID");
          if (uid != null && uid.number() > 0 && response.number() >= first)
            found.put(uid.number(), offer(uid.number(), data));
        });
    ahead.addAll(found.values());
  }

  /// What others do to the mailbox meanwhile. New messages come with the next run.
  private void hear(ImapResponse response) {
    if (!response.isUntagged("EXPUNGE") || response.number() < 1) return;
    if (response.number() <= at && at > 0) at--;
    if (exists > 0) exists--;
  }

  private Offer offer(long uid, List<ImapItem> data) {
    long uidValidity = numbering == null ? 0 : numbering.uidValidity();
    var offer =
        new Offer(
            place + ", UID " + uid,
            Mark.ofImap(uidValidity, uid),
            flags(ImapItem.named(data, "FLAGS")),
            date(ImapItem.named(data, "INTERNALDATE")),
            uid < Integer.MAX_VALUE ? (int) uid : 0);
    uids.put(offer, uid);
    return offer;
  }

  private static Flags flags(@Nullable ImapItem list) {
    var system = EnumSet.noneOf(SystemFlag.class);
    var keywords = new HashSet<String>();
    if (list == null) return Flags.NONE;
    for (var item : list.items()) {
      var word = item.text();
      switch (word.toLowerCase(Locale.ROOT)) {
        case "\\seen" -> system.add(SystemFlag.SEEN);
        case "\\answered" -> system.add(SystemFlag.ANSWERED);
        case "\\flagged" -> system.add(SystemFlag.FLAGGED);
        case "\\deleted" -> system.add(SystemFlag.DELETED);
        case "\\draft" -> system.add(SystemFlag.DRAFT);
        default -> {
          // \Recent is the session's.
          if (MaildirFlags.isKeyword(word)) keywords.add(word);
        }
      }
    }
    return new Flags(system, keywords);
  }

  private static Instant date(@Nullable ImapItem text) {
    var date = text == null ? null : ImapDates.dateTime(text.text().getBytes(ISO_8859_1));
    var sane = HeaderDates.sane(date == null ? null : date.toInstant());
    return sane == null ? Instant.EPOCH : sane;
  }

  @Override
  public void bring(List<Offer> wanted, Taker taker) throws IOException {
    var byUid = new TreeMap<Long, Offer>();
    for (var offer : wanted) {
      var uid = uids.get(offer);
      if (uid != null) byUid.put(uid, offer);
    }
    if (byUid.isEmpty()) return;
    var set = byUid.keySet().stream().map(String::valueOf).collect(Collectors.joining(","));
    var order = new InOrder(byUid, taker);
    try {
      session.messages(
          "UID FETCH " + set + " (UID BODY.PEEK[])",
          response -> {
            hear(response);
            for (var item : response.items()) take(item.items(), order);
          });
      for (var missing : List.copyOf(byUid.values()))
        findings.fault(
            missing.place(), "it was removed there meanwhile, or the server did not send it");
      byUid.clear();
      order.give();
    } finally {
      order.drop();
    }
  }

  /// Messages that a server sends before others that have smaller UIDs wait for these: here, too,
  /// UIDs only go up.
  private final class InOrder {
    private final NavigableMap<Long, Offer> wanted;
    private final Taker taker;
    private final NavigableMap<Long, Arrived> waiting = new TreeMap<>();

    private record Arrived(Offer offer, Spool spool) {}

    InOrder(NavigableMap<Long, Offer> wanted, Taker taker) {
      this.wanted = wanted;
      this.taker = taker;
    }

    /// The one of that UID, if it is wanted and has not come.
    @Nullable Offer remove(long uid) {
      return wanted.remove(uid);
    }

    void arrived(long uid, Offer offer, Spool spool) {
      waiting.put(uid, new Arrived(offer, spool));
      give();
    }

    void give() {
      while (!waiting.isEmpty() && (wanted.isEmpty() || waiting.firstKey() < wanted.firstKey())) {
        var first = waiting.pollFirstEntry().getValue();
        taker.take(first.offer(), first.spool());
      }
    }

    void drop() {
      for (var each : waiting.values()) findings.drop(each.offer().place(), each.spool());
    }
  }

  private void take(List<ImapItem> data, InOrder order) {
    var uid = ImapItem.named(data, "UID");
    var body = ImapItem.named(data, "BODY[]");
    var offer = uid == null || body == null ? null : order.remove(uid.number());
    for (var item : data) {
      switch (item) {
        case ImapItem.Message(var spool) -> {
          if (offer != null && uid != null && item.equals(body))
            order.arrived(uid.number(), offer, spool);
          else findings.drop(place, spool);
        }
        case ImapItem.TooLong(var octets) -> {
          if (offer != null) findings.fault(offer.place(), "it has " + octets + " octets");
        }
        case ImapItem.Atom _, ImapItem.Text _, ImapItem.Nil _, ImapItem.Items _ -> {
          // The UID, flags that have changed.
        }
      }
    }
    // A string in quotes has no line ends, so no message comes in one.
    if (offer != null && (body instanceof ImapItem.Nil || body instanceof ImapItem.Text))
      findings.fault(offer.place(), "the server has nothing for it");
  }
}
