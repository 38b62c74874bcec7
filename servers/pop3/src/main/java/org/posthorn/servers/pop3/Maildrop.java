package org.posthorn.servers.pop3;

import java.io.IOException;
import java.io.InputStream;
import java.util.BitSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.Detail;
import org.posthorn.domain.mailbox.LineMail;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.MailStore;
import org.posthorn.domain.mailbox.MessageRow;
import org.posthorn.domain.mailbox.OddMail;
import org.posthorn.domain.mailbox.Snapshot;
import org.posthorn.domain.mailbox.Uids;
import org.posthorn.domain.mailbox.Where;
import org.posthorn.wire.mail.LineRendition.Headers;
import org.posthorn.wire.pop3.UniqueId;

/// The INBOX as it was at the login (RFC 1939 §5): message numbers are places in its snapshot, from
/// 1, and never change, whoever deletes messages meanwhile. Packed: 20 octets a message in a
/// snapshot that sessions share, 8 more when sizes are asked for, some bits. Belongs to the
/// session's thread.
final class Maildrop {

  private final MailStore mail;
  private final Where where;
  private final Snapshot snapshot;
  private final OddMail odd;
  private final Headers headers;
  private final BitSet deleted = new BitSet();
  private final BitSet retrieved = new BitSet();

  /// What others have deleted, as far as it was noticed.
  private final BitSet gone = new BitSet();

  /// The octets of all messages, where the mailbox itself knows them; else -1.
  private final long knownTotal;

  private long @Nullable [] octets;

  private Maildrop(
      MailStore mail,
      Where where,
      Snapshot snapshot,
      OddMail odd,
      Headers headers,
      long knownTotal) {
    this.mail = mail;
    this.where = where;
    this.snapshot = snapshot;
    this.odd = odd;
    this.headers = headers;
    this.knownTotal = knownTotal;
  }

  /// @param headers what the client understands
  static Maildrop open(MailStore mail, MailAccount account, Headers headers) {
    var inbox = mail.mailboxes().inbox(account);
    var where = new Where(account, inbox.id());
    var snapshot = Objects.requireNonNull(mail.messages().snapshot(where), "INBOX is never gone");
    var odd = mail.lineMail().odd(where);
    boolean sameState = snapshot.modseq() == inbox.modseq() && snapshot.size() == inbox.messages();
    long total = sameState && odd.isEmpty() ? inbox.bytes() : -1;
    return new Maildrop(mail, where, snapshot, odd, headers, total);
  }

  /// Messages at the login.
  int size() {
    return snapshot.size();
  }

  /// Messages that are not deleted.
  int count() {
    var away = (BitSet) deleted.clone();
    away.or(gone);
    return size() - away.cardinality();
  }

  /// Their octets as they would be sent.
  long total() throws IOException {
    if (knownTotal >= 0 && count() == size()) return knownTotal;
    var each = octets();
    long total = 0;
    for (int index = 0; index < each.length; index++) if (isHere(index)) total += each[index];
    return total;
  }

  /// Whether there is anything to tell of a place: it is not deleted.
  boolean isHere(int index) {
    return !deleted.get(index) && !gone.get(index);
  }

  /// The octets of every message by its place; those that are not here mean nothing.
  long[] octets() throws IOException {
    var known = octets;
    if (known != null) return known;
    known = mail.lineMail().octets(where, snapshot, odd, headers);
    for (int index = 0; index < known.length; index++)
      if (known[index] == LineMail.GONE) gone.set(index);
    octets = known;
    return known;
  }

  UniqueId uniqueId(int index) {
    return new UniqueId(snapshot.uidValidity(), snapshot.uid(index));
  }

  /// The place of a message that the client may ask for.
  int index(int number) throws CommandRejected {
    if (number < 1 || number > size()) throw new CommandRejected(Replies.NO_SUCH_MESSAGE);
    int index = number - 1;
    if (deleted.get(index)) throw new CommandRejected(Replies.DELETED_ALREADY);
    if (gone.get(index)) throw new CommandRejected(Replies.GONE);
    return index;
  }

  /// The message at a place, as long as nobody has deleted it.
  MessageRow row(int index) throws CommandRejected {
    var uids = Uids.of(snapshot.uid(index));
    var rows = mail.messages().rows(where, uids, Detail.FACTS);
    if (rows.isEmpty()) {
      gone.set(index);
      throw new CommandRejected(Replies.GONE);
    }
    return rows.getFirst();
  }

  long octets(MessageRow row) throws IOException {
    return mail.lineMail().octets(where, row, odd, headers);
  }

  /// The message itself; its line ends are to be completed.
  InputStream open(MessageRow row) throws IOException {
    return mail.lineMail().open(where.account(), row, odd, headers);
  }

  void delete(int index) {
    deleted.set(index);
  }

  /// Takes back every deletion (RFC 1939 §5 RSET).
  void reset() {
    deleted.clear();
  }

  void retrieved(int index) {
    retrieved.set(index);
  }

  int retrievedCount() {
    return retrieved.cardinality();
  }

  Where where() {
    return where;
  }

  /// The places of what is to be deleted, ascending.
  int[] deleted() {
    return deleted.stream().toArray();
  }

  int uid(int index) {
    return snapshot.uid(index);
  }

  /// What was retrieved and is to stay.
  Uids read() {
    var kept = (BitSet) retrieved.clone();
    kept.andNot(deleted);
    return Uids.ofSorted(kept.stream().map(snapshot::uid).toArray());
  }
}
