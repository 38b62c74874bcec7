package org.posthorn.domain.relay;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.relay.Agreed.Protection;
import org.posthorn.domain.relay.ConnectionFailure.Next;
import org.posthorn.platform.net.ClientTls;
import org.posthorn.platform.net.Connection;
import org.posthorn.wire.smtp.EhloKeyword;
import org.posthorn.wire.smtp.EhloReply;
import org.posthorn.wire.smtp.Reply;
import org.posthorn.wire.smtp.SmtpCommand;

/// What happens before the first message: greeting, EHLO, STARTTLS, EHLO again, AUTH. Belongs to
/// the thread that opens the session, used once.
final class SessionSetup {

  private final RelayConfig config;
  private final RelayClient.Trusting trusting;
  private final Target target;
  private final RelayWire wire;
  private final RelayTrace trace;
  private EhloReply offers = new EhloReply("", java.util.Map.of());
  private Protection protection = Protection.PLAIN_TEXT;

  SessionSetup(
      RelayConfig config,
      RelayClient.Trusting trusting,
      Target target,
      Connection connection,
      RelayTrace trace) {
    this.config = config;
    this.trusting = trusting;
    this.target = target;
    this.trace = trace;
    wire = new RelayWire(connection, config.timeouts().session());
  }

  /// There is no session to be had on this connection.
  static final class NoSession extends Exception {
    final transient ConnectionFailure failure;

    NoSession(ConnectionFailure failure) {
      super(failure.text(), null, false, false);
      this.failure = failure;
    }
  }

  RelayWire wire() {
    return wire;
  }

  Agreed agreed() {
    return new Agreed(offers, protection);
  }

  void run() throws NoSession {
    boolean tlsFirst = target.security().transport() == Transport.SMTPS;
    if (tlsFirst) secure();
    greeting();
    hello(tlsFirst ? null : Reply.of(220, ""));
    if (!tlsFirst && wantsTls()) startTls();
    login();
  }

  private void greeting() throws NoSession {
    var reply = read("in place of a greeting");
    trace.step(new RelayStep.Greeted(reply));
    if (reply.code() >= 400) throw refused("the greeting", reply);
    // RFC 5321 §4.3.1: 220 is the only one. Whoever talks on is no server but a trap.
    if (reply.code() != 220 || wire.hasUnasked()) throw nonsense("in the greeting");
  }

  private Reply read(String during) throws NoSession {
    try {
      return wire.read(config.timeouts().greeting());
    } catch (IOException e) {
      throw new NoSession(RelayWire.failure(during, e));
    }
  }

  private Reply ask(SmtpCommand command) throws NoSession {
    try {
      return wire.ask(command, config.timeouts().command());
    } catch (IOException e) {
      throw new NoSession(RelayWire.failure("after " + command.verb(), e));
    }
  }

  /// @param heloAllowed not null where a server without extensions will do
  private void hello(@Nullable Reply heloAllowed) throws NoSession {
    var name = config.name();
    boolean lmtp = target.security().transport() == Transport.LMTP;
    var command = lmtp ? new SmtpCommand.Lhlo(name) : new SmtpCommand.Ehlo(name);
    var reply = ask(command);
    trace.step(new RelayStep.SaidHello(command.verb(), reply));
    if (reply.code() == 250) {
      offers = EhloReply.of(reply);
      return;
    }
    if (reply.code() < 400) throw nonsense("after " + command.verb());
    // RFC 5321 §3.2: whoever does not know EHLO may know HELO.
    if (lmtp || heloAllowed == null || reply.code() < 500 || !mayUseHelo())
      throw refused(command.verb().name(), reply);
    var helo = new SmtpCommand.Helo(name);
    var second = ask(helo);
    trace.step(new RelayStep.SaidHello(helo.verb(), second));
    if (second.code() >= 400) throw refused("HELO", second);
    if (second.code() != 250) throw nonsense("after HELO");
    offers = EhloReply.withoutOffers(second);
  }

  private boolean mayUseHelo() {
    return target.security().tls().allowsPlainText() && target.security().login() == null;
  }

  private boolean wantsTls() {
    return !(target.security().tls() instanceof TlsPolicy.None);
  }

  private void startTls() throws NoSession {
    if (!offers.offers(EhloKeyword.STARTTLS)) {
      noTls("STARTTLS is not offered");
      return;
    }
    var reply = ask(new SmtpCommand.StartTls());
    if (reply.code() != 220) {
      noTls("STARTTLS was answered " + RelayStep.shown(reply));
      return;
    }
    secure();
    // RFC 3207 §4.2: what was heard before TLS is forgotten.
    try {
      hello(null);
    } catch (NoSession e) {
      throw target.security().tls().allowsPlainText() && e.failure.reply() == null
          ? new NoSession(inTheClear(e.failure.reason()))
          : e;
    }
  }

  /// The host does not do TLS at all, which is not a failure of TLS.
  private void noTls(String detail) throws NoSession {
    var outcome = new TlsAttempt.Outcome(TlsResult.STARTTLS_NOT_SUPPORTED, Plain.text(detail));
    trace.step(new RelayStep.NotSecured(outcome));
    tell(outcome);
    if (!target.security().tls().allowsPlainText())
      throw new NoSession(
          ConnectionFailure.of("4.7.10", "TLS is required, and " + detail, Next.NEXT_TARGET));
  }

  private void secure() throws NoSession {
    var check = check();
    var connection = wire.connection();
    try {
      connection.startTls(new ClientTls(check, serverName(), trusting.random()));
    } catch (IOException e) {
      throw noHandshake(check.outcome(), e);
    }
    var tls = connection.tls();
    var outcome = check.outcome();
    if (tls == null || outcome == null) throw nonsense("in the TLS handshake");
    protection = outcome.result() == TlsResult.SUCCESS ? Protection.VERIFIED : Protection.ENCRYPTED;
    trace.step(new RelayStep.Secured(tls.protocol(), tls.cipher(), outcome));
    // Where nobody asked for a good certificate, TLS itself is the success.
    tell(isCounted() ? outcome : TlsAttempt.Outcome.SUCCESS);
  }

  private NoSession noHandshake(TlsAttempt.@Nullable Outcome found, IOException cause) {
    var message = Plain.text(String.valueOf(cause.getMessage()));
    boolean certificate = found != null && found.result() != TlsResult.SUCCESS && mustHold();
    var outcome =
        certificate ? found : new TlsAttempt.Outcome(TlsResult.VALIDATION_FAILURE, message);
    if (outcome == null) throw new IllegalStateException("no outcome");
    trace.step(new RelayStep.NotSecured(outcome));
    tell(outcome);
    var reason = "TLS failed: " + outcome.detail();
    if (target.security().tls().allowsPlainText()
        && target.security().transport() != Transport.SMTPS)
      return new NoSession(inTheClear(reason));
    return new NoSession(ConnectionFailure.of("4.7.5", reason, Next.NEXT_TARGET));
  }

  private static ConnectionFailure inTheClear(String reason) {
    return ConnectionFailure.of("4.7.5", reason, Next.IN_THE_CLEAR);
  }

  private void tell(TlsAttempt.Outcome outcome) {
    var reported = target.security().reported();
    if (reported == null) return;
    var connection = wire.connection();
    trace.tls(
        new TlsAttempt(
            target.domain(),
            reported,
            target.name(),
            connection.remoteAddress(),
            connection.local().getAddress(),
            outcome));
  }

  /// Whether certificates end a handshake.
  private boolean mustHold() {
    return switch (target.security().tls()) {
      case TlsPolicy.Required _, TlsPolicy.Dane _ -> true;
      case TlsPolicy.None _, TlsPolicy.Opportunistic _, TlsPolicy.Encrypted _ -> false;
    };
  }

  /// Whether the certificate is a matter of the policy that is reported on.
  private boolean isCounted() {
    return mustHold()
        || (target.security().tls() instanceof TlsPolicy.Opportunistic(var testing)
            && !testing.isEmpty());
  }

  private ServerCheck check() {
    var force = mustHold() ? ServerCheck.Force.MUST_HOLD : ServerCheck.Force.ONLY_TOLD;
    var authorities = trusting.authorities();
    var host = target.host();
    CertificateRule rule =
        switch (target.security().tls()) {
          case TlsPolicy.Dane(var records, var _, var names) ->
              new DaneRule(records, names, trusting.clock());
          case TlsPolicy.Required(var names, var _) -> new PkixRule(authorities, names);
          case TlsPolicy.None _, TlsPolicy.Opportunistic _, TlsPolicy.Encrypted _ ->
              host == null
                  ? (_, _) ->
                      new TlsAttempt.Outcome(TlsResult.VALIDATION_FAILURE, "no name to verify")
                  : new PkixRule(authorities, List.of(host));
        };
    return new ServerCheck(rule, force);
  }

  /// RFC 7672 §8.1: the TLSA base domain; RFC 8461 §7.1: the MX host.
  private @Nullable String serverName() {
    if (target.security().tls() instanceof TlsPolicy.Dane(var _, var base, var _))
      return base.text();
    var host = target.host();
    return host == null ? null : host.text();
  }

  private void login() throws NoSession {
    var login = target.security().login();
    if (login == null) return;
    try {
      var mechanism =
          LoginExchange.run(wire, login, offers, trusting.random(), config.timeouts().command());
      trace.step(new RelayStep.LoggedIn(mechanism));
    } catch (IOException e) {
      throw new NoSession(RelayWire.failure("during login", e));
    }
  }

  private static NoSession refused(String what, Reply reply) {
    return new NoSession(ConnectionFailure.refused(what, reply));
  }

  private static NoSession nonsense(String where) {
    return new NoSession(ConnectionFailure.of("4.5.0", "not SMTP " + where, Next.NEXT_TARGET));
  }
}
