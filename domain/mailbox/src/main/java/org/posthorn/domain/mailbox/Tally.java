package org.posthorn.domain.mailbox;

/// How one write moves the counters of a mailbox. Belongs to the transaction that fills it.
final class Tally {

  int uidNext;
  long modseq;
  int messages;
  int unseen;
  int deleted;
  long bytes;

  private Tally(int uidNext, long modseq) {
    this.uidNext = uidNext;
    this.modseq = modseq;
  }

  static Tally of(Mailbox mailbox) {
    return new Tally(mailbox.uidNext(), mailbox.modseq());
  }

  void add(long flags, long size) {
    move(flags, size, 1);
  }

  void remove(long flags, long size) {
    move(flags, size, -1);
  }

  void change(long oldFlags, long newFlags) {
    unseen += unseen(newFlags) - unseen(oldFlags);
    deleted += deleted(newFlags) - deleted(oldFlags);
  }

  private void move(long flags, long size, int sign) {
    messages += sign;
    unseen += sign * unseen(flags);
    deleted += sign * deleted(flags);
    bytes += sign * size;
  }

  private static int unseen(long flags) {
    return (flags & SystemFlag.SEEN.bit()) == 0 ? 1 : 0;
  }

  private static int deleted(long flags) {
    return (flags & SystemFlag.DELETED.bit()) == 0 ? 0 : 1;
  }
}
