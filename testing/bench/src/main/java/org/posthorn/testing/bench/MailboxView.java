package org.posthorn.testing.bench;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.posthorn.testing.testkit.ImapAnswer;
import org.posthorn.testing.testkit.ImapAnswer.Untagged;
import org.posthorn.testing.testkit.ImapItem;

/// What one session has been told about its mailbox, and the proof that the server keeps to it:
/// message numbers stay in range, unique identifiers rise and stay, `EXPUNGE` comes only when it
/// may (RFC 9051 §7.5.1), this session's own keyword is where it was put. Used by one thread.
final class MailboxView {
  private final String keyword;
  private final List<Message> messages = new ArrayList<>();

  /// @param keyword a flag that only this session sets and clears in this mailbox
  MailboxView(String keyword) {
    this.keyword = keyword;
  }

  /// The server contradicted itself or its protocol.
  static final class Disagreement extends RuntimeException {
    private static final long serialVersionUID = 1;

    Disagreement(String message) {
      super(message);
    }
  }

  /// A message of the view.
  static final class Message {
    /// 0 as long as nobody has said.
    private long uid;

    private @Nullable Boolean hasKeyword;

    long uid() {
      return uid;
    }

    /// The server did not say whether it changed the own keyword.
    void forget() {
      hasKeyword = null;
    }
  }

  /// Whether the command allows `EXPUNGE` responses.
  enum Numbering {
    FIXED,
    MAY_SHRINK
  }

  int size() {
    return messages.size();
  }

  /// By message number, from 1.
  Message message(int number) {
    return messages.get(number - 1);
  }

  boolean holds(Message message) {
    return messages.contains(message);
  }

  boolean holds(long uid) {
    return messages.stream().anyMatch(message -> message.uid == uid);
  }

  /// Numbers of the messages with one of these unique identifiers.
  List<Integer> numbers(Set<Long> uids) {
    return IntStream.rangeClosed(1, size())
        .filter(number -> uids.contains(message(number).uid))
        .boxed()
        .toList();
  }

  void selected(ImapAnswer answer) {
    messages.clear();
    if (answer.named("EXISTS").count() != 1) throw new Disagreement("SELECT without one EXISTS");
    Long.parseLong(answer.needed("UIDVALIDITY"));
    Long.parseLong(answer.needed("UIDNEXT"));
    apply(answer, Numbering.MAY_SHRINK);
  }

  /// Takes in the untagged responses, in their order.
  void apply(ImapAnswer answer, Numbering numbering) {
    for (var response : answer.untagged()) {
      switch (response.name()) {
        case "EXISTS" -> exists(response.number());
        case "EXPUNGE" -> expunged(response.number(), numbering);
        case "FETCH" -> fetched(response);
        case "BYE" -> throw new Disagreement("BYE " + response.text());
        default -> {
          // FLAGS, RECENT, SEARCH, OK: nothing to keep.
        }
      }
    }
  }

  private void exists(long count) {
    if (count < size()) throw new Disagreement(count + " EXISTS after " + size());
    while (size() < count) messages.add(new Message());
  }

  private void expunged(long number, Numbering numbering) {
    if (numbering == Numbering.FIXED) throw new Disagreement("EXPUNGE where it is forbidden");
    at(number);
    messages.remove((int) number - 1);
  }

  private Message at(long number) {
    if (number < 1 || number > size())
      throw new Disagreement("number " + number + " of " + size() + " messages");
    return message((int) number);
  }

  private void fetched(Untagged response) {
    var message = at(response.number());
    var items = response.fetched();
    var uid = items.get("UID");
    if (uid != null) named(message, response.number(), uid.number());
    var flags = items.get("FLAGS");
    if (flags != null) {
      var has = flags.items().stream().anyMatch(flag -> flag.text().equalsIgnoreCase(keyword));
      var had = message.hasKeyword;
      if (had != null && had != has)
        throw new Disagreement("own keyword " + (has ? "came" : "went") + " by itself");
      message.hasKeyword = has;
    }
    var octets = items.get("RFC822.SIZE");
    // NIL: another session has expunged it (RFC 2180 §4.1.3).
    if (octets != null && items.get("BODY[]") instanceof ImapItem.Text body) {
      var length = body.octets().length();
      if (length != octets.number())
        throw new Disagreement(length + " octets of " + octets.number());
    }
  }

  private void named(Message message, long number, long uid) {
    if (message.uid != 0 && message.uid != uid)
      throw new Disagreement("number " + number + " was " + message.uid + ", now " + uid);
    message.uid = uid;
    var before = number > 1 ? message((int) number - 1).uid : 0;
    var after = number < size() ? message((int) number + 1).uid : 0;
    if (before >= uid || (after != 0 && after <= uid))
      throw new Disagreement("unique identifiers " + before + ", " + uid + ", " + after);
  }

  /// To be called before a `STORE` of the own keyword is sent.
  void storing(int number, boolean set) {
    message(number).hasKeyword = set;
  }

  /// Numbers found by a search for the own keyword, against what is known of it.
  void foundByKeyword(Set<Long> found) {
    for (var number = 1; number <= size(); number++) {
      var has = message(number).hasKeyword;
      if (has != null && has != found.contains((long) number))
        throw new Disagreement("a search for the own keyword is wrong about " + number);
    }
  }

  /// The numbers of a `SEARCH` response.
  Set<Long> found(ImapAnswer answer) {
    var found = new HashSet<Long>();
    answer
        .named("SEARCH")
        .flatMap(response -> response.items().stream())
        .map(ImapItem::number)
        .forEach(found::add);
    found.forEach(this::at);
    return found;
  }
}
