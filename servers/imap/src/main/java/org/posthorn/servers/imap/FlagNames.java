package org.posthorn.servers.imap;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.posthorn.domain.directory.Rights;
import org.posthorn.domain.mailbox.FlagMask;
import org.posthorn.domain.mailbox.Flags;
import org.posthorn.domain.mailbox.Keywords;
import org.posthorn.domain.mailbox.SystemFlag;
import org.posthorn.wire.imap.Flag;
import org.posthorn.wire.imap.ResponseCode;

/// Turns the packed flags of messages into those of the wire, by the keywords that an account uses
/// now. Remembers what it has turned. Belongs to one thread.
final class FlagNames {

  private static final int SYSTEM_MASK = 31;
  private static final int MOST_REMEMBERED = 256;

  /// By the domain's five bits: the wire's.
  private static final int[] WIRE_BITS = wireBits();

  private final Keywords keywords;
  private final Map<Long, List<Flag.Keyword>> remembered = new HashMap<>();

  FlagNames(Keywords keywords) {
    this.keywords = keywords;
  }

  Keywords keywords() {
    return keywords;
  }

  /// The bits of [Flag.SystemFlag].
  static int system(long bits) {
    return WIRE_BITS[(int) bits & SYSTEM_MASK];
  }

  List<Flag.Keyword> keywords(long bits) {
    long own = bits & ~SYSTEM_MASK;
    if (own == 0) return List.of();
    var known = remembered.get(own);
    if (known != null) return known;
    var names = new ArrayList<Flag.Keyword>();
    keywords.flags(own).keywords().stream().sorted().map(Flag.Keyword::new).forEach(names::add);
    if (remembered.size() < MOST_REMEMBERED) remembered.put(own, names);
    return names;
  }

  /// All flags that messages here may have, for the FLAGS response.
  List<Flag> all() {
    var all = new ArrayList<Flag>(List.of(Flag.SystemFlag.values()));
    keywords.names().stream().sorted().map(Flag.Keyword::new).forEach(all::add);
    return all;
  }

  /// Those that somebody with these rights may change, for PERMANENTFLAGS.
  ResponseCode.PermanentFlags permitted(Rights rights) {
    var mask = FlagMask.of(rights);
    boolean keywords = rights.has(Rights.Right.WRITE);
    var permitted = new ArrayList<Flag>();
    for (var flag : all()) if (mask.of(bits(flag)) != 0) permitted.add(flag);
    return new ResponseCode.PermanentFlags(permitted, keywords);
  }

  /// The bits of one flag; 0 for a keyword that no message ever had.
  long bits(Flag flag) {
    return switch (flag) {
      case Flag.SystemFlag system -> domain(system).bit();
      case Flag.Keyword keyword -> keywords.bit(keyword.text());
    };
  }

  /// All bits of these flags that have one.
  long bits(List<Flag> flags) {
    long bits = 0;
    for (var flag : flags) bits |= bits(flag);
    return bits;
  }

  /// What a client names, for the store.
  static Flags domain(List<Flag> flags) {
    var system = EnumSet.noneOf(SystemFlag.class);
    var names = new HashSet<String>();
    for (var flag : flags) {
      switch (flag) {
        case Flag.SystemFlag known -> system.add(domain(known));
        case Flag.Keyword keyword -> names.add(keyword.text());
      }
    }
    return new Flags(system, names);
  }

  private static SystemFlag domain(Flag.SystemFlag flag) {
    return switch (flag) {
      case ANSWERED -> SystemFlag.ANSWERED;
      case FLAGGED -> SystemFlag.FLAGGED;
      case DELETED -> SystemFlag.DELETED;
      case SEEN -> SystemFlag.SEEN;
      case DRAFT -> SystemFlag.DRAFT;
    };
  }

  private static int[] wireBits() {
    var bits = new int[SYSTEM_MASK + 1];
    for (int packed = 0; packed < bits.length; packed++) {
      for (var flag : Flag.SystemFlag.values())
        if ((packed & domain(flag).bit()) != 0) bits[packed] |= flag.bit();
    }
    return bits;
  }
}
