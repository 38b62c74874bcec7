package org.posthorn.domain.mailbox;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The keywords that an account uses, each with its bit: what turns the packed flags of a message
/// into names and back.
///
/// At most 55 different keywords per account; those that no message has make room for new ones.
public record Keywords(List<@Nullable String> slots) {

  static final int FIRST_BIT = 8;
  public static final int MAX = 55;
  static final Keywords EMPTY = new Keywords(List.of());

  public Keywords {
    slots = java.util.Collections.unmodifiableList(new ArrayList<>(slots));
  }

  /// The names in use, for the FLAGS response.
  public List<String> names() {
    var names = new ArrayList<String>();
    for (var name : slots) if (name != null) names.add(name);
    return names;
  }

  /// Whether every keyword bit in `flags` has its name here; if not, this copy is older than the
  /// flags.
  public boolean knows(long flags) {
    return (flags & ~systemMask() & ~mask()) == 0;
  }

  /// The names of packed flags; bits without a name are left out.
  public Flags flags(long bits) {
    var keywords = new HashSet<String>();
    for (var slot = 0; slot < slots.size(); slot++) {
      var name = slots.get(slot);
      if (name != null && (bits & bit(slot)) != 0) keywords.add(name);
    }
    return new Flags(Flags.system(bits), keywords);
  }

  /// The bit of a keyword, or 0 if no message ever had it.
  public long bit(String keyword) {
    for (var slot = 0; slot < slots.size(); slot++) {
      if (keyword.equalsIgnoreCase(slots.get(slot))) return bit(slot);
    }
    return 0;
  }

  static long bit(int slot) {
    return 1L << (FIRST_BIT + slot);
  }

  private static long systemMask() {
    return (1L << FIRST_BIT) - 1;
  }

  private long mask() {
    var mask = 0L;
    for (var slot = 0; slot < slots.size(); slot++) if (slots.get(slot) != null) mask |= bit(slot);
    return mask;
  }
}
