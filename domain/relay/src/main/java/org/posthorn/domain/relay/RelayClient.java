package org.posthorn.domain.relay;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.relay.ConnectionFailure.Next;
import org.posthorn.platform.net.Connection;
import org.posthorn.platform.net.Dialer;

/// Opens sessions with other hosts. Thread-safe; a call takes as long as the time-outs allow, and
/// belongs on a virtual thread.
public final class RelayClient {

  private final RelayConfig config;
  private final Dialer dialer;
  private final Trusting trusting;

  /// What is needed to trust others.
  ///
  /// @param authorities who vouch for names
  /// @param random a cryptographic one
  public record Trusting(X509TrustManager authorities, SecureRandom random, InstantSource clock) {}

  public RelayClient(RelayConfig config, Dialer dialer, Trusting trusting) {
    this.config = config;
    this.dialer = dialer;
    this.trusting = trusting;
  }

  /// What came of opening.
  public sealed interface Opened {

    /// Whoever gets it quits it.
    record Ready(RelaySession session) implements Opened {}

    record Failed(ConnectionFailure failure) implements Opened {}
  }

  /// Connects to the first address of a target that lets us in, greets, starts TLS and logs in as
  /// the target says.
  public Opened open(Target target, RelayTrace trace) {
    ConnectionFailure last = null;
    for (var address : target.addresses()) {
      var opened = open(target, new InetSocketAddress(address, target.port()), trace);
      if (!(opened instanceof Opened.Failed(var failure))) return opened;
      last = failure;
      // What failed with one address in a way that another way remedies is not tried on all.
      if (failure.next() == Next.IN_THE_CLEAR) return opened;
    }
    if (last == null) throw new IllegalStateException("a target without address");
    return new Opened.Failed(last);
  }

  private Opened open(Target target, InetSocketAddress address, RelayTrace trace) {
    var connection = connect(target, address, trace);
    if (connection == null)
      return new Opened.Failed(
          ConnectionFailure.of("4.4.1", "no connection to " + target.name(), Next.NEXT_TARGET));
    var setup = new SessionSetup(config, trusting, target, connection, trace);
    @Nullable RelaySession session = null;
    try {
      setup.run();
      session =
          new RelaySession(
              config, target, new RelaySession.Way(setup.wire(), dialer), setup.agreed(), trace);
      return new Opened.Ready(session);
    } catch (SessionSetup.NoSession e) {
      trace.step(new RelayStep.Failed(e.failure));
      return new Opened.Failed(e.failure);
    } finally {
      if (session == null) dialer.hangUp(connection);
    }
  }

  private @Nullable Connection connect(Target target, InetSocketAddress address, RelayTrace trace) {
    try {
      var connection = dialer.dial(address, config.from(), config.timeouts().connect());
      trace.step(new RelayStep.Connected(target.name(), address, connection.local()));
      return connection;
    } catch (IOException e) {
      var reason = Plain.text(String.valueOf(e.getMessage()));
      trace.step(new RelayStep.NotConnected(target.name(), address, reason));
      return null;
    }
  }
}
