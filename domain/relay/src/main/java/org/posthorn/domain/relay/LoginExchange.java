package org.posthorn.domain.relay;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.relay.ConnectionFailure.Next;
import org.posthorn.domain.relay.SessionSetup.NoSession;
import org.posthorn.platform.net.Connection;
import org.posthorn.wire.sasl.ChannelBinding;
import org.posthorn.wire.sasl.ClientStep;
import org.posthorn.wire.sasl.LoginClient;
import org.posthorn.wire.sasl.Mechanism;
import org.posthorn.wire.sasl.Octets;
import org.posthorn.wire.sasl.PlainClient;
import org.posthorn.wire.sasl.SaslClient;
import org.posthorn.wire.sasl.ScramClient;
import org.posthorn.wire.smtp.CommandEncoder;
import org.posthorn.wire.smtp.EhloReply;
import org.posthorn.wire.smtp.Reply;
import org.posthorn.wire.smtp.SmtpCommand;

/// AUTH, the client's end (RFC 4954 §4). What the smart host refuses is temporary for the message:
/// the administrator can put it right.
final class LoginExchange {

  /// The most challenges in one exchange. SCRAM has two, LOGIN too.
  private static final int MAX_CHALLENGES = 5;

  private LoginExchange() {}

  /// Logs in by the best mechanism that is offered.
  static Mechanism run(
      RelayWire wire, Login login, EhloReply offers, SecureRandom random, Duration timeout)
      throws IOException, NoSession {
    var client = client(wire.connection(), login, offers.mechanisms(), random);
    var mechanism = client.mechanism();
    wire.conceal();
    try {
      finish(mechanism, client, exchange(wire, client, timeout));
      return mechanism;
    } finally {
      wire.reveal();
    }
  }

  private static Reply exchange(RelayWire wire, SaslClient client, Duration timeout)
      throws IOException, NoSession {
    var initial = client.initialResponse();
    var auth =
        new SmtpCommand.Auth(
            client.mechanism().wireName(), initial == null ? null : initial.toBase64());
    var reply = wire.ask(auth, timeout);
    for (int challenges = 0; reply.code() == 334; challenges++) {
      var challenge = Octets.fromBase64(reply.lines().getFirst());
      if (challenge == null || challenges == MAX_CHALLENGES)
        throw cancelled(wire, timeout, "a challenge that is none");
      switch (client.challenged(challenge)) {
        case ClientStep.Respond(var data) ->
            wire.sendSecret(CommandEncoder.authResponse(data.toBase64()));
        case ClientStep.GiveUp(var reason) -> throw cancelled(wire, timeout, reason.name());
      }
      reply = wire.read(timeout);
    }
    return reply;
  }

  private static NoSession cancelled(RelayWire wire, Duration timeout, String why)
      throws IOException {
    wire.sendSecret(CommandEncoder.authCancel());
    wire.read(timeout);
    return failed("4.7.8", "login given up: " + why, null);
  }

  private static void finish(Mechanism mechanism, SaslClient client, Reply reply) throws NoSession {
    if (reply.code() >= 400)
      throw failed(
          "4.7.8",
          "login by " + mechanism.wireName() + " was answered " + RelayStep.shown(reply),
          reply);
    if (reply.code() != 235) throw failed("4.5.0", "not SMTP during login", reply);
    // A success before the server has shown that it knows the password is none.
    if (!client.complete()) throw failed("4.7.8", "the server could not prove itself", reply);
  }

  private static NoSession failed(String code, String reason, @Nullable Reply reply) {
    var failure = ConnectionFailure.of(code, reason, Next.NEXT_TARGET);
    return new NoSession(
        new ConnectionFailure(failure.code(), reply, failure.reason(), failure.next()));
  }

  private static SaslClient client(
      Connection connection, Login login, List<String> offered, SecureRandom random)
      throws NoSession {
    boolean mayShow = connection.tls() != null || login.inTheClear() == Login.InTheClear.ALLOWED;
    if (!mayShow) throw failed("4.7.10", "no login without TLS", null);
    var binding = binding(connection);
    for (var mechanism : Mechanism.values()) {
      if (!offered.contains(mechanism.wireName())) continue;
      if (mechanism.bindsChannel() && binding == null) continue;
      // We have a password, no token and no certificate.
      if (mechanism.bearsToken() || mechanism == Mechanism.EXTERNAL) continue;
      if (mechanism == Mechanism.LOGIN && login.credentials().authzid() != null) continue;
      return switch (mechanism) {
        case SCRAM_SHA_256_PLUS, SCRAM_SHA_1_PLUS, SCRAM_SHA_256, SCRAM_SHA_1 ->
            new ScramClient(
                mechanism, login.credentials(), flag(mechanism, binding, offered), random);
        case PLAIN -> new PlainClient(login.credentials());
        case LOGIN -> new LoginClient(login.credentials());
        case EXTERNAL, OAUTHBEARER, XOAUTH2 -> throw new IllegalStateException("passed over");
      };
    }
    throw failed("4.7.4", "no way to log in is offered but " + shown(offered), null);
  }

  private static String shown(List<String> offered) {
    return offered.isEmpty() ? "none" : Plain.text(String.join(" ", offered));
  }

  /// RFC 5802 §6: who could bind and was offered nothing for it says so, and the server sees a
  /// downgrade.
  private static ScramClient.Binding flag(
      Mechanism mechanism, @Nullable ChannelBinding binding, List<String> offered) {
    if (binding == null) return new ScramClient.Binding.None();
    if (mechanism.bindsChannel()) return new ScramClient.Binding.To(binding);
    return offered.stream().anyMatch(name -> name.endsWith("-PLUS"))
        ? new ScramClient.Binding.None()
        : new ScramClient.Binding.NotOffered();
  }

  private static @Nullable ChannelBinding binding(Connection connection) {
    var tls = connection.tls();
    if (tls == null) return null;
    var found = new ArrayList<ChannelBinding>();
    var exporter = tls.exporterBinding();
    if (exporter != null && tls.protocol().equals("TLSv1.3"))
      found.add(new ChannelBinding(ChannelBinding.Type.TLS_EXPORTER, Octets.of(exporter)));
    var endPoint = tls.serverEndPointBinding();
    if (endPoint != null)
      found.add(new ChannelBinding(ChannelBinding.Type.TLS_SERVER_END_POINT, Octets.of(endPoint)));
    return found.isEmpty() ? null : found.getFirst();
  }
}
