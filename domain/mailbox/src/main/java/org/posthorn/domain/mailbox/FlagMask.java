package org.posthorn.domain.mailbox;

import java.util.Set;
import org.posthorn.domain.directory.Rights;
import org.posthorn.domain.directory.Rights.Right;

/// Which flags somebody may change (RFC 4314 §4: `s`, `t` and `w`).
public record FlagMask(long bits) {

  public static final FlagMask ALL = new FlagMask(-1L);

  public static FlagMask of(Rights rights) {
    long seen = SystemFlag.SEEN.bit();
    long deleted = SystemFlag.DELETED.bit();
    long bits = 0;
    if (rights.has(Right.SEEN)) bits |= seen;
    if (rights.has(Right.DELETE_MESSAGES)) bits |= deleted;
    if (rights.has(Right.WRITE)) bits |= ~(seen | deleted);
    return new FlagMask(bits);
  }

  public boolean isEmpty() {
    return bits == 0;
  }

  /// Of packed flags those that may be changed.
  public long of(long flags) {
    return flags & bits;
  }

  /// Of named flags those that may be changed.
  public Flags of(Flags flags) {
    if (equals(ALL)) return flags;
    boolean keywords = (bits & ~((1L << Keywords.FIRST_BIT) - 1)) != 0;
    return new Flags(Flags.system(of(flags.systemBits())), keywords ? flags.keywords() : Set.of());
  }

  /// What was wanted as far as it may be changed, and the rest as it was.
  public long merge(long old, long wanted) {
    return (old & ~bits) | (wanted & bits);
  }
}
