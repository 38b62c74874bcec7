package org.posthorn.domain.delivery;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.queue.DestinationLimits;
import org.posthorn.domain.relay.Hop;
import org.posthorn.wire.mail.DomainName;

/// A way for some mail that is not the way that DNS says.
///
/// @param name by which the queue calls it, after an `@`
/// @param to recipients' domains; empty: all
/// @param from senders' domains; empty: all
/// @param hop null: as DNS says, with these limits, for the domains in `to` whoever sends
public record RouteRule(
    String name,
    List<Domains> to,
    List<Domains> from,
    @Nullable Hop hop,
    DestinationLimits limits) {

  public static final int MAX_NAME = 60;

  public RouteRule {
    to = List.copyOf(to);
    from = List.copyOf(from);
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,%d}".formatted(MAX_NAME - 1)))
      throw new IllegalArgumentException("not a route's name: " + name);
  }

  boolean applies(DomainName recipient, @Nullable DomainName sender) {
    return matches(to, recipient) && (from.isEmpty() || (sender != null && matches(from, sender)));
  }

  /// Whether a destination that is a domain is one of `to`.
  boolean mentions(String key) {
    return to.stream().anyMatch(pattern -> pattern.contain(key));
  }

  private static boolean matches(List<Domains> patterns, DomainName domain) {
    return patterns.isEmpty()
        || patterns.stream().anyMatch(pattern -> pattern.contain(domain.key()));
  }

  /// A domain, or all that are below it.
  ///
  /// @param below `*.example.org`
  public record Domains(DomainName domain, boolean below) {

    boolean contain(String key) {
      return below ? key.endsWith("." + domain.key()) : key.equals(domain.key());
    }
  }
}
