package org.posthorn.domain.queue;

import org.posthorn.domain.relay.Hop;
import org.posthorn.domain.relay.OutgoingMail;
import org.posthorn.domain.relay.RelayClient;
import org.posthorn.domain.relay.RelaySession;
import org.posthorn.domain.relay.RelayTrace;
import org.posthorn.domain.relay.Route;
import org.posthorn.domain.relay.Router;
import org.posthorn.domain.relay.Sent;
import org.posthorn.domain.relay.Target;

/// Carries by SMTP and LMTP.
public record RelayCarrier(Router router, RelayClient client) implements Carrier {

  @Override
  public Route route(Hop hop, RelayTrace trace) {
    return router.route(hop, trace);
  }

  @Override
  public Opening open(Target target, RelayTrace trace) {
    return switch (client.open(target, trace)) {
      case RelayClient.Opened.Ready(var session) -> new Opening.Ready(new Relayed(session));
      case RelayClient.Opened.Failed(var failure) -> new Opening.Failed(failure);
    };
  }

  private record Relayed(RelaySession session) implements Session {

    @Override
    public Sent send(OutgoingMail mail, RelayTrace trace) {
      return session.send(mail, trace);
    }

    @Override
    public boolean isExhausted() {
      return session.isExhausted();
    }

    @Override
    public boolean isAlive() {
      return session.isAlive();
    }

    @Override
    public void close() {
      session.close();
    }
  }
}
