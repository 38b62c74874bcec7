package org.posthorn.domain.queue;

import org.jspecify.annotations.Nullable;
import org.posthorn.domain.relay.Hop;

/// What destinations mean now: `example.org` (the hosts of that domain), `@name` (a route that an
/// administrator has configured), `host:port` or `[address]:port`, `example.org+any-tls` (the same
/// hosts, whatever they publish about TLS). Asked at each try, so a change counts for what is
/// queued already. Called by many threads; must answer at once.
public interface Routes {

  /// Null when it means nothing: a route that is no more. Its mail waits.
  @Nullable Hop hop(String destination);

  default DestinationLimits limits(String destination) {
    return DestinationLimits.DEFAULT;
  }
}
