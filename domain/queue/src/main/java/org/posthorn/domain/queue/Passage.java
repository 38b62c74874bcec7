package org.posthorn.domain.queue;

import java.util.List;
import java.util.function.Consumer;
import org.posthorn.domain.relay.ConnectionFailure;
import org.posthorn.domain.relay.ConnectionFailure.Next;
import org.posthorn.domain.relay.Route;
import org.posthorn.domain.relay.Target;
import org.posthorn.domain.relay.TlsAttempt;

/// Finds the way to a destination and opens it: one host after the other, once without TLS where
/// TLS fails and need not work. Immutable; takes as long as the carrier does.
final class Passage {

  private final Carrier carrier;
  private final Routes routes;
  private final Consumer<TlsAttempt> tls;

  Passage(Carrier carrier, Routes routes, Consumer<TlsAttempt> tls) {
    this.carrier = carrier;
    this.routes = routes;
    this.tls = tls;
  }

  /// What came of it.
  sealed interface Result {}

  /// A session, which whoever gets it closes.
  ///
  /// @param target whose it is
  /// @param others hosts that were not tried
  record Open(Carrier.Session session, Target target, List<Target> others, Steps steps)
      implements Result {
    Open {
      others = List.copyOf(others);
    }

    String host() {
      return target.name();
    }
  }

  /// No session: for ever when the fault is permanent.
  record Blocked(Fault fault, Steps steps) implements Result {}

  Steps steps() {
    return new Steps(tls);
  }

  /// The way to a destination.
  Result to(String destination) {
    var steps = steps();
    return switch (route(destination, steps)) {
      case Route.Targets(var targets, var _) -> through(targets, steps);
      case Route.TemporaryFailure(var code, var reason) ->
          new Blocked(Fault.of(code, null, null, reason), steps);
      case Route.PermanentFailure(var code, var reason) ->
          new Blocked(Fault.of(code, null, null, reason), steps);
    };
  }

  /// The same by hosts that are verified, for a message that needs TLS all the way (RFC 8689
  /// §4.2.1).
  Result safelyTo(String destination) {
    var steps = steps();
    return route(destination, steps) instanceof Route.Targets(var targets, var _)
        ? through(targets.stream().map(Target::requiringTls).toList(), steps)
        : to(destination);
  }

  private Route route(String destination, Steps steps) {
    var hop = routes.hop(destination);
    if (hop != null) return carrier.route(hop, steps);
    var fault = Fault.ours("4.3.5", "there is no route " + destination);
    return new Route.TemporaryFailure(fault.code(), fault.text());
  }

  /// The first of some hosts that lets us in; at least one.
  Result through(List<Target> targets, Steps steps) {
    Fault worst = null;
    for (int i = 0; i < targets.size(); i++) {
      var target = targets.get(i);
      switch (open(target, steps)) {
        case Carrier.Opening.Ready(var session) -> {
          return new Open(session, target, targets.subList(i + 1, targets.size()), steps);
        }
        case Carrier.Opening.Failed(var failure) -> {
          var fault = fault(target, failure);
          // One host that may be there tomorrow is enough to wait.
          if (worst == null || worst.isPermanent()) worst = fault;
          if (failure.next() == Next.LATER) return new Blocked(fault, steps);
        }
      }
    }
    if (worst == null) throw new IllegalArgumentException("nowhere to go");
    return new Blocked(worst, steps);
  }

  private Carrier.Opening open(Target target, Steps steps) {
    var opening = carrier.open(target, steps);
    boolean again =
        opening instanceof Carrier.Opening.Failed(var failure)
            && failure.next() == Next.IN_THE_CLEAR
            && target.security().tls().allowsPlainText();
    return again ? carrier.open(target.inTheClear(), steps) : opening;
  }

  private static Fault fault(Target target, ConnectionFailure failure) {
    return Fault.of(failure.code(), target.name(), failure.reply(), failure.reason());
  }
}
