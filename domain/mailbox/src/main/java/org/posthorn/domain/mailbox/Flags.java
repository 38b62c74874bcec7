package org.posthorn.domain.mailbox;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/// The flags of a message by name: system flags, and keywords (compared without case, kept as first
/// spelt).
public record Flags(Set<SystemFlag> system, Set<String> keywords) {

  public static final Flags NONE = new Flags(Set.of(), Set.of());

  public Flags {
    system = Set.copyOf(system);
    keywords = Set.copyOf(keywords);
  }

  public static Flags of(SystemFlag... system) {
    return new Flags(Set.of(system), Set.of());
  }

  long systemBits() {
    return bits(system);
  }

  static long bits(Collection<SystemFlag> flags) {
    var bits = 0L;
    for (var flag : flags) bits |= flag.bit();
    return bits;
  }

  static Set<SystemFlag> system(long bits) {
    var flags = EnumSet.noneOf(SystemFlag.class);
    for (var flag : SystemFlag.values()) if ((bits & flag.bit()) != 0) flags.add(flag);
    return flags;
  }
}
