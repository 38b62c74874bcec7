package org.posthorn.testing.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.domain.relay.Login;
import org.posthorn.domain.relay.OutgoingContent;
import org.posthorn.domain.relay.OutgoingMail;
import org.posthorn.domain.relay.RecipientOutcome;
import org.posthorn.domain.relay.RelayClient;
import org.posthorn.domain.relay.RelayConfig;
import org.posthorn.domain.relay.RelayStep;
import org.posthorn.domain.relay.RelayTrace;
import org.posthorn.domain.relay.Target;
import org.posthorn.domain.relay.TlsAttempt;
import org.posthorn.domain.relay.TlsPolicy;
import org.posthorn.domain.relay.Transport;
import org.posthorn.platform.net.Authorities;
import org.posthorn.platform.net.Dialer;
import org.posthorn.platform.net.NetworkLimits;
import org.posthorn.testing.testkit.ImapClient;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.MessageSource;
import org.posthorn.wire.sasl.Secret;
import org.posthorn.wire.smtp.HelloName;
import org.posthorn.wire.smtp.ReversePath;

/// The client for other hosts, against real ones: our own, and Postfix's smtp-sink.
class RelayTest {
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
  private static final TlsPolicy NO_TLS = new TlsPolicy.None();
  private static final TlsPolicy ENCRYPTED = new TlsPolicy.Encrypted(TlsPolicy.Basis.CONFIGURED);

  @TempDir private Path folder;
  private final List<String> steps = new ArrayList<>();

  private final RelayTrace trace =
      new RelayTrace() {
        @Override
        public void step(RelayStep step) {
          steps.add(step.text());
        }

        @Override
        public void tls(TlsAttempt attempt) {}
      };

  private List<RecipientOutcome> send(int port, Target.Security security, OutgoingMail... mails)
      throws IOException {
    var outcomes = new ArrayList<RecipientOutcome>();
    var system = InstantSource.system();
    try (var dialer = new Dialer("relay", NetworkLimits.DEFAULTS, system, new Random(1))) {
      var client =
          new RelayClient(
              RelayConfig.of(new HelloName("localhost.localdomain")),
              dialer,
              new RelayClient.Trusting(Authorities.ofThisMachine(), new SecureRandom(), system));
      var target = new Target("example.test", null, port, List.of(HERE), security);
      switch (client.open(target, trace)) {
        case RelayClient.Opened.Failed(var failure) -> throw new AssertionError(failure.text());
        case RelayClient.Opened.Ready(var session) -> {
          for (var mail : mails) outcomes.addAll(session.send(mail).outcomes());
          session.close();
        }
      }
    }
    return outcomes;
  }

  private static Target.Security security(
      Transport transport, TlsPolicy tls, @Nullable Login login) {
    return new Target.Security(transport, tls, Target.Trust.CONFIGURED, login);
  }

  private static OutgoingMail mail(String subject, String body, String... recipients)
      throws Exception {
    var text =
        "From: <bob@example.test>\nTo: <alice@example.test>\nSubject: " + subject + "\n\n" + body;
    var bytes = text.replace("\n", "\r\n").getBytes(UTF_8);
    var to = new ArrayList<OutgoingMail.Recipient>();
    for (var recipient : recipients)
      to.add(new OutgoingMail.Recipient(EmailAddress.parse(recipient)));
    return new OutgoingMail(
        new ReversePath.Mailbox(EmailAddress.parse("bob@example.test")),
        to,
        OutgoingContent.of(MessageSource.of(bytes), bytes.length),
        OutgoingMail.Wishes.NONE);
  }

  @Test
  void our_own_servers_take_mail_by_smtp_lmtp_and_submission() throws Exception {
    var alice = "alice@example.test";
    try (var posthorn = PosthornProcess.quickstart(folder.resolve("data"))) {
      var smtp = security(Transport.SMTP, ENCRYPTED, null);
      assertThat(
              send(
                  posthorn.port("smtp"),
                  smtp,
                  mail("by smtp", "Grüße\n.\n", alice, "nobody@example.test"),
                  mail("by smtp again", "", alice)))
          .extracting(outcome -> outcome.getClass().getSimpleName())
          .containsExactly("Delivered", "PermanentFailure", "Delivered");
      var lmtp = security(Transport.LMTP, NO_TLS, null);
      assertThat(send(posthorn.port("lmtp"), lmtp, mail("by lmtp", "hi\n", alice)))
          .hasOnlyElementsOfType(RecipientOutcome.Delivered.class);
      var login = Login.of("bob@example.test", Secret.of(password(posthorn, "bob@example.test")));
      var submission = security(Transport.SMTP, ENCRYPTED, login);
      assertThat(send(posthorn.port("submission"), submission, mail("submitted", "hi\n", alice)))
          .hasOnlyElementsOfType(RecipientOutcome.Delivered.class);
      assertThat(steps).contains("logged in by SCRAM-SHA-256-PLUS");
      try (var imap = ImapClient.connect(posthorn.port("imap"))) {
        imap.login(alice, password(posthorn, alice));
        imap.ok("SELECT INBOX");
        for (var subject : List.of("by smtp again", "by lmtp", "submitted")) {
          var found = imap.ok("SEARCH SUBJECT \"" + subject + "\"").named("SEARCH").findFirst();
          assertThat(found.orElseThrow().items()).as(subject).hasSize(1);
        }
        imap.logout();
      }
    }
  }

  private static String password(PosthornProcess posthorn, String address) {
    var line =
        Pattern.compile(Pattern.quote(address) + "\\s+(\\S+-\\S+)").matcher(posthorn.output());
    assertThat(line.find()).as(posthorn.output()).isTrue();
    return line.group(1);
  }

  @TestFactory
  Stream<DynamicTest> postfix_smtp_sink_takes_mail() {
    return Stream.of(
            sink("as it comes", "line of text", Transport.SMTP),
            sink("without pipelining", "line of text", Transport.SMTP, "-p"),
            sink("without 8BITMIME", "Gr=C3=BC=C3=9Fe", Transport.SMTP, "-8"),
            sink("without ESMTP", "Gr=C3=BC=C3=9Fe", Transport.SMTP, "-e"),
            sink("as a store", "line of text", Transport.LMTP, "-L"))
        .flatMap(tests -> tests);
  }

  private Stream<DynamicTest> sink(
      String how, String expected, Transport transport, String... options) {
    return Programs.HERE.test(
        "smtp-sink " + how,
        "smtp-sink",
        program -> {
          var dumps = Files.createDirectories(folder.resolve(how.replace(' ', '-')));
          var everybody = PosixFilePermissions.fromString("rwxrwxrwx");
          Files.setPosixFilePermissions(dumps, everybody);
          int port = FreePorts.next();
          var command = new ArrayList<>(List.of(program.toString()));
          command.addAll(List.of(options));
          // It does not want to be root.
          if (System.getProperty("user.name").equals("root"))
            command.addAll(List.of("-u", "nobody"));
          command.addAll(List.of("-d", "mail-", "127.0.0.1:" + port, "10"));
          var sink = new ProcessBuilder(command).directory(dumps.toFile()).inheritIO().start();
          try {
            awaitListening(sink, port);
            var two = new String[] {"alice@example.test", "carol@example.test"};
            var mail = mail(how, "Grüße\n.\n..\nline of text\n".repeat(3_000), two);
            assertThat(send(port, security(transport, NO_TLS, null), mail, mail))
                .hasSize(4)
                .hasOnlyElementsOfType(RecipientOutcome.Delivered.class);
          } finally {
            sink.destroy();
            sink.waitFor();
          }
          assertDumped(dumps, expected);
        });
  }

  private static void assertDumped(Path dumps, String expected) throws IOException {
    try (var files = Files.list(dumps)) {
      var all = files.toList();
      assertThat(all).hasSize(2);
      for (var file : all) assertThat(Files.readString(file)).contains(expected).contains("\n..\n");
    }
  }

  private static void awaitListening(Process sink, int port) {
    while (sink.isAlive()) {
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(HERE, port), 1000);
        return;
      } catch (IOException _) {
        LockSupport.parkNanos(10_000_000);
      }
    }
    throw new AssertionError("smtp-sink ended with " + sink.exitValue());
  }
}
