package org.posthorn.servers.smtp;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.posthorn.platform.net.Connection;
import org.posthorn.platform.net.ConnectionHandler;
import org.posthorn.platform.net.Refusal;
import org.posthorn.wire.sasl.Mechanism;

/// One of the three protocols, for any number of listeners: each connection becomes a session on
/// the thread that it comes with. Any thread may call.
public final class SmtpServer implements ConnectionHandler {

  private final SmtpConfig config;
  private final Flavour flavour;
  private final SmtpServices services;
  private final byte[] greeting;

  /// The answers to EHLO, which differ by what a connection may still do.
  private final Map<Offer, byte[]> hellos = new ConcurrentHashMap<>();

  /// What one connection is offered beyond what all are.
  ///
  /// @param secured TLS is on
  record Offer(boolean startTls, boolean secured, boolean sendsOn, List<Mechanism> mechanisms) {
    Offer {
      mechanisms = List.copyOf(mechanisms);
    }
  }

  public SmtpServer(SmtpConfig config, Flavour flavour, SmtpServices services) {
    this.config = config;
    this.flavour = flavour;
    this.services = services;
    greeting = Replies.greeting(config, flavour).encode();
  }

  @Override
  public void serve(Connection connection) throws IOException {
    new SmtpSession(this, connection).run();
  }

  /// RFC 5321 §3.8: 421 closes the channel; the client tries again later.
  @Override
  public String refusal(Refusal reason) {
    var why =
        switch (reason) {
          case TOO_MANY_CONNECTIONS, TOO_MANY_ON_LISTENER -> "4.3.2 too many connections";
          case TOO_MANY_FROM_ADDRESS -> "4.7.0 too many connections from your address";
          case SHUTTING_DOWN -> "4.3.2 shutting down";
        };
    return "421 " + why + ", try again later\r\n";
  }

  SmtpConfig config() {
    return config;
  }

  Flavour flavour() {
    return flavour;
  }

  SmtpServices services() {
    return services;
  }

  byte[] greeting() {
    return greeting;
  }

  byte[] hello(Offer offer) {
    // What may be held until when changes with time (RFC 4865 §3).
    if (offer.sendsOn()) return HelloCommand.extensions(this, offer).encode();
    return hellos.computeIfAbsent(offer, o -> HelloCommand.extensions(this, o).encode());
  }
}
