package org.posthorn.domain.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.relay.RelayClient.Opened;
import org.posthorn.platform.net.Dialer;
import org.posthorn.platform.net.NetworkLimits;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.MessageSource;
import org.posthorn.wire.smtp.HelloName;
import org.posthorn.wire.smtp.ReversePath;

/// A client for tests, with what it told.
final class House implements AutoCloseable, RelayTrace {
  static final DnsName MX = new DnsName("mx.example.net");
  static final RelayConfig.Timeouts PATIENT = timeouts(Duration.ofSeconds(10));

  final TestAuthority authority = new TestAuthority();
  final List<String> steps = new ArrayList<>();
  final List<TlsAttempt> attempts = new ArrayList<>();
  private final Dialer dialer =
      new Dialer("relay", NetworkLimits.DEFAULTS, InstantSource.system(), new Random(1));
  private RelayConfig config =
      RelayConfig.of(new HelloName("me.example.org")).withTimeouts(PATIENT);

  static RelayConfig.Timeouts timeouts(Duration each) {
    return new RelayConfig.Timeouts(each, each, each, each, each, Duration.ofMinutes(1));
  }

  House with(RelayConfig.Timeouts timeouts) {
    config = config.withTimeouts(timeouts);
    return this;
  }

  House withRecipients(int most) {
    config = config.withRecipients(most);
    return this;
  }

  int openConnections() {
    return dialer.open();
  }

  @Override
  public void step(RelayStep step) {
    assertThat(step.text()).doesNotContain("\r", "\n", "\u001b").hasSizeLessThan(1000);
    steps.add(step.text());
  }

  @Override
  public void tls(TlsAttempt attempt) {
    attempts.add(attempt);
  }

  static Target target(int port, TlsPolicy tls) {
    return target(port, new Target.Security(Transport.SMTP, tls, Target.Trust.DNS, null));
  }

  static Target target(int port, Target.Security security) {
    return new Target("example.net", MX, port, List.of(ScriptedHost.HERE), security);
  }

  static Target target(int port, Transport transport, @Nullable Login login) {
    var tls = new TlsPolicy.None();
    return target(port, new Target.Security(transport, tls, Target.Trust.CONFIGURED, login));
  }

  Opened open(Target target) {
    var trusting =
        new RelayClient.Trusting(
            authority.trusted(), new SecureRandom(), InstantSource.fixed(authority.now));
    return new RelayClient(config, dialer, trusting).open(target, this);
  }

  RelaySession session(Target target) {
    return switch (open(target)) {
      case Opened.Ready(var session) -> session;
      case Opened.Failed(var failure) -> throw new AssertionError(failure.text());
    };
  }

  ConnectionFailure failure(Target target) {
    return switch (open(target)) {
      case Opened.Ready _ -> throw new AssertionError("there is a session");
      case Opened.Failed(var failure) -> failure;
    };
  }

  /// Sends by a session of its own in plain text.
  Sent send(int port, OutgoingMail mail) {
    try (var session = session(target(port, new TlsPolicy.None()))) {
      return session.send(mail);
    }
  }

  static OutgoingMail mail(String text, String... recipients) {
    return mail(text, OutgoingMail.Wishes.NONE, recipients);
  }

  static OutgoingMail mail(String text, OutgoingMail.Wishes wishes, String... recipients) {
    return new OutgoingMail(
        new ReversePath.Mailbox(address("romeo@example.org")),
        Arrays.stream(recipients)
            .map(recipient -> new OutgoingMail.Recipient(address(recipient)))
            .toList(),
        content(text),
        wishes);
  }

  static OutgoingContent content(String latin1) {
    var bytes = latin1.replace("\n", "\r\n").getBytes(ISO_8859_1);
    try {
      return OutgoingContent.of(MessageSource.of(bytes), bytes.length);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static EmailAddress address(String text) {
    try {
      return EmailAddress.parse(text);
    } catch (AddressException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /// Outcomes in short: `250`, `450 4.2.1`, `- 5.6.7`.
  static List<String> outcomes(Sent sent) {
    return sent.outcomes().stream().map(House::shown).toList();
  }

  private static String shown(RecipientOutcome outcome) {
    return switch (outcome) {
      case RecipientOutcome.Delivered(var reply, var _) -> String.valueOf(reply.code());
      case RecipientOutcome.TemporaryFailure(var reply, var code, var _) ->
          (reply == null ? "-" : reply.code()) + " " + code;
      case RecipientOutcome.PermanentFailure(var reply, var code, var _, var _) ->
          (reply == null ? "-" : reply.code()) + " " + code;
      case RecipientOutcome.NotTried _ -> "not tried";
    };
  }

  @Override
  public void close() {
    assertThat(dialer.open()).as("connections left open").isZero();
    dialer.close();
  }
}
