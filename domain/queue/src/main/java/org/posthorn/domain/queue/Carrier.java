package org.posthorn.domain.queue;

import org.posthorn.domain.relay.ConnectionFailure;
import org.posthorn.domain.relay.Hop;
import org.posthorn.domain.relay.OutgoingMail;
import org.posthorn.domain.relay.RelayTrace;
import org.posthorn.domain.relay.Route;
import org.posthorn.domain.relay.Sent;
import org.posthorn.domain.relay.Target;

/// Who knows the way to other hosts and hands mail over. [RelayCarrier] is the real one. Called by
/// many threads; a call may take minutes.
public interface Carrier {

  /// Where a hop leads now.
  Route route(Hop hop, RelayTrace trace);

  /// Opens a session with a host.
  ///
  /// @param trace hears of all that happens in it
  Opening open(Target target, RelayTrace trace);

  /// What came of opening.
  sealed interface Opening {

    /// Whoever gets it closes it.
    record Ready(Session session) implements Opening {}

    record Failed(ConnectionFailure failure) implements Opening {}
  }

  /// A session for messages one after the other, of one thread at a time.
  interface Session extends AutoCloseable {

    /// Never throws for what the other side does.
    Sent send(OutgoingMail mail, RelayTrace trace);

    /// Whether no further message can go by it.
    boolean isExhausted();

    /// Asks whether the host is still there, after a pause.
    boolean isAlive();

    @Override
    void close();
  }
}
