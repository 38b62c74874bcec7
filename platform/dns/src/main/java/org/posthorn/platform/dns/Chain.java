package org.posthorn.platform.dns;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/// The aliases that were followed for one question. Used by one thread.
final class Chain {

  /// Nobody needs as many; resolvers give up between 8 and 16.
  static final int MAX_ALIASES = 16;

  private final Set<Name> names = new LinkedHashSet<>();
  private Name end;
  private Duration ttl = Duration.ofSeconds(Integer.MAX_VALUE);

  Chain(Name asked) {
    end = asked;
    names.add(asked);
  }

  Name end() {
    return end;
  }

  /// The shortest time to live of what was seen on the way.
  Duration ttl() {
    return ttl;
  }

  int aliases() {
    return names.size() - 1;
  }

  /// Null, or why it goes no further.
  @Nullable String follow(Name target, Duration time) {
    if (names.size() > MAX_ALIASES) return "more than " + MAX_ALIASES + " aliases";
    if (!names.add(target)) return "aliases in a circle";
    end = target;
    ttl = shorter(time);
    return null;
  }

  Duration shorter(Duration time) {
    return time.compareTo(ttl) < 0 ? time : ttl;
  }
}
