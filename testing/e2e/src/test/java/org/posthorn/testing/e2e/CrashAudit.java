package org.posthorn.testing.e2e;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.posthorn.testing.e2e.CrashLedger.Flag;
import org.posthorn.testing.e2e.CrashLedger.Place;
import org.posthorn.testing.testkit.ImapAnswer;
import org.posthorn.testing.testkit.ImapClient;
import org.posthorn.testing.testkit.ImapItem;

/// Looks at one account after each restart, and remembers what it saw, because identifiers must
/// hold over all of them. Used by one thread.
final class CrashAudit {
  private static final List<String> MAILBOXES = List.of(CrashLedger.INBOX, CrashLedger.ARCHIVE);

  /// How much is read.
  enum Depth {
    /// The octets of what is new.
    NEW,
    /// The octets of everything.
    ALL
  }

  /// A mailbox as it was at the last look.
  private static final class Known {
    private long validity;
    private long nextUid = 1;
    private long highestModseq;
    private final Map<Long, Long> numbers = new TreeMap<>();
    private Map<Long, State> states = new TreeMap<>();
  }

  /// What `FETCH` says of one message.
  private record State(Set<String> flags, long modseq) {}

  private final int account;
  private final CrashServer server;
  private final CrashLedger ledger;
  private final Map<String, Known> mailboxes = new HashMap<>();

  CrashAudit(int account, CrashServer server, CrashLedger ledger) {
    this.account = account;
    this.server = server;
    this.ledger = ledger;
  }

  /// @throws AssertionError when something is not as it was promised
  void run(Depth depth) throws IOException {
    var found = new TreeMap<Long, Map<Place, Set<Flag>>>();
    try (var imap = ImapClient.connect(server.port("imap"))) {
      imap.login(CrashClients.address(account), CrashClients.PASSWORD);
      imap.ok("ENABLE QRESYNC");
      for (var mailbox : MAILBOXES) look(imap, mailbox, depth, found);
      imap.logout();
    }
    ledger.settle(found);
  }

  private void look(
      ImapClient imap, String mailbox, Depth depth, Map<Long, Map<Place, Set<Flag>>> found)
      throws IOException {
    var known = mailboxes.computeIfAbsent(mailbox, _ -> new Known());
    var parameters =
        known.validity == 0
            ? ""
            : " (QRESYNC (" + known.validity + " " + known.highestModseq + "))";
    var selected = imap.ok("SELECT " + mailbox + parameters);
    identifiers(mailbox, selected, known);
    var states = states(imap.ok("UID FETCH 1:* (UID FLAGS MODSEQ)"));
    if (known.validity != 0) catchesUp(mailbox, known, selected, states);
    arrivals(mailbox, known, states.keySet());
    octets(imap, known, depth == Depth.ALL ? states.keySet() : unread(known, states.keySet()));
    modseqs(mailbox, known, states);
    known.states = states;
    known.validity = Long.parseLong(selected.needed("UIDVALIDITY"));
    known.nextUid = Long.parseLong(selected.needed("UIDNEXT"));
    known.highestModseq = Long.parseLong(selected.needed("HIGHESTMODSEQ"));
    states.forEach((uid, state) -> {
      var number = known.numbers.get(uid);
      if (number == null) throw new AssertionError("unread " + mailbox + " " + uid);
      found
          .computeIfAbsent(number, _ -> new HashMap<>())
          .put(new Place(mailbox, uid), flags(state.flags()));
    });
  }

  private static void identifiers(String mailbox, ImapAnswer selected, Known known) {
    var validity = Long.parseLong(selected.needed("UIDVALIDITY"));
    if (known.validity != 0 && known.validity != validity)
      throw new AssertionError(mailbox + ": UIDVALIDITY " + known.validity + " is now " + validity);
    var next = Long.parseLong(selected.needed("UIDNEXT"));
    if (next < known.nextUid)
      throw new AssertionError(mailbox + ": UIDNEXT " + known.nextUid + " is now " + next);
    var modseq = Long.parseLong(selected.needed("HIGHESTMODSEQ"));
    if (modseq < known.highestModseq)
      throw new AssertionError(
          mailbox + ": HIGHESTMODSEQ " + known.highestModseq + " is now " + modseq);
  }

  private static Map<Long, State> states(ImapAnswer answer) {
    var states = new TreeMap<Long, State>();
    var last = 0L;
    for (var response : answer.named("FETCH").toList()) {
      var fetched = response.fetched();
      var uid = item(fetched, "UID").number();
      if (uid <= last) throw new AssertionError("UID " + uid + " after " + last);
      last = uid;
      states.put(uid, state(fetched));
    }
    return states;
  }

  private static State state(Map<String, ImapItem> fetched) {
    var flags =
        item(fetched, "FLAGS").items().stream()
            .map(ImapItem::text)
            .filter(flag -> !flag.equals("\\Recent"))
            .collect(Collectors.toSet());
    return new State(flags, item(fetched, "MODSEQ").items().getFirst().number());
  }

  private static ImapItem item(Map<String, ImapItem> fetched, String name) {
    var item = fetched.get(name);
    if (item == null) throw new AssertionError("no " + name + " in " + fetched);
    return item;
  }

  /// RFC 7162 §3.2.5: what was known, less what vanished, with what changed, is what is there.
  private static void catchesUp(
      String mailbox, Known known, ImapAnswer selected, Map<Long, State> states) {
    var caughtUp = new TreeMap<>(known.states);
    for (var response : selected.untagged()) {
      switch (response.name()) {
        case "VANISHED" -> numbers(response.items().getLast().text()).forEach(caughtUp::remove);
        case "FETCH" -> {
          var fetched = response.fetched();
          caughtUp.put(item(fetched, "UID").number(), state(fetched));
        }
        default -> {
          // Not about messages.
        }
      }
    }
    if (!caughtUp.equals(states))
      throw new AssertionError(mailbox + ": QRESYNC leads to " + caughtUp + " but " + states);
  }

  private static Set<Long> numbers(String set) {
    var numbers = new HashSet<Long>();
    for (var range : set.split(",", -1)) {
      var colon = range.indexOf(':');
      var first = Long.parseLong(colon < 0 ? range : range.substring(0, colon));
      var last = colon < 0 ? first : Long.parseLong(range.substring(colon + 1));
      for (var number = first; number <= last; number++) numbers.add(number);
    }
    return numbers;
  }

  /// New messages have identifiers that were not to be had before.
  private static void arrivals(String mailbox, Known known, Set<Long> uids) {
    for (var uid : uids) {
      if (!known.states.containsKey(uid) && uid < known.nextUid)
        throw new AssertionError(
            mailbox + ": UID " + uid + " is new below UIDNEXT " + known.nextUid);
    }
  }

  private static Set<Long> unread(Known known, Set<Long> uids) {
    var unread = new HashSet<>(uids);
    unread.removeAll(known.numbers.keySet());
    return unread;
  }

  /// Reads messages whole, in groups, and compares every octet.
  private static void octets(ImapClient imap, Known known, Set<Long> uids) throws IOException {
    var left = uids.stream().sorted().collect(Collectors.toCollection(ArrayList::new));
    while (!left.isEmpty()) {
      var group = left.subList(0, Math.min(200, left.size()));
      var set = group.stream().map(String::valueOf).collect(Collectors.joining(","));
      var answer = imap.ok("UID FETCH " + set + " (UID BODY.PEEK[])");
      if (answer.named("FETCH").count() != group.size())
        throw new AssertionError("not all of " + set + " could be read");
      answer.named("FETCH").forEach(response -> octets(known, response.fetched()));
      group.clear();
    }
  }

  private static void octets(Known known, Map<String, ImapItem> fetched) {
    var uid = item(fetched, "UID").number();
    var body = item(fetched, "BODY[]").text();
    var number = CrashMail.number(body);
    if (!CrashMail.isIntact(number, item(fetched, "BODY[]").bytes()))
      throw new AssertionError("message " + number + " is damaged:\n" + body);
    var before = known.numbers.put(uid, number);
    if (before != null && before != number)
      throw new AssertionError("UID " + uid + " was message " + before + ", is " + number);
  }

  private static void modseqs(String mailbox, Known known, Map<Long, State> states) {
    states.forEach((uid, state) -> {
      var before = known.states.get(uid);
      if (before == null || before.equals(state)) return;
      var isUnchanged = before.flags().equals(state.flags());
      if (state.modseq() < before.modseq()
          || (!isUnchanged && state.modseq() <= known.highestModseq))
        throw new AssertionError(
            mailbox + " " + uid + ": " + before + " became " + state + " without a new MODSEQ");
    });
  }

  private static Set<Flag> flags(Set<String> words) {
    var flags = EnumSet.noneOf(Flag.class);
    for (var flag : Flag.values()) if (words.contains(flag.word)) flags.add(flag);
    return flags;
  }
}
