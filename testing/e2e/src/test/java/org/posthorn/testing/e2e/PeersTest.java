package org.posthorn.testing.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.testing.testkit.SmtpClient;
import org.posthorn.wire.mail.MessageParser;
import org.posthorn.wire.mail.MessageSource;
import org.posthorn.wire.report.Action;
import org.posthorn.wire.report.DeliveryReport;
import org.posthorn.wire.report.MtaName;
import org.posthorn.wire.report.ReadReport;
import org.posthorn.wire.report.ReportReader;
import org.posthorn.wire.report.ReportedAddress;

/// Mail to and from the servers that most others run, as they run them.
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(180)
class PeersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(10);

  @TempDir private static Path folder;
  private final List<Peer> peers = new ArrayList<>();
  private final AtomicInteger words = new AtomicInteger();
  private @Nullable OurHost ours;

  @BeforeAll
  void start() throws Exception {
    Peer.Place.folder(folder);
    var postfix = Programs.HERE.findAsRoot("postfix");
    if (postfix != null) peers.add(new Peer(new Postfix(postfix), folder.resolve("postfix")));
    var exim = Programs.HERE.find("exim4");
    var wrapper = Programs.HERE.findLibrary("libnss_wrapper.so");
    if (exim != null && wrapper != null)
      peers.add(new Peer(new Exim(exim, wrapper), folder.resolve("exim")));
    var openssl = Programs.HERE.find("openssl");
    if (peers.isEmpty() || openssl == null) return;
    var routes = new StringBuilder();
    for (var peer : peers) {
      var domain = peer.kind().domain();
      routes.append(route(domain, domain, peer.port()));
      routes.append(route("strict-" + domain, "strict." + domain, peer.strictPort()));
    }
    var host = new OurHost(folder.resolve("data"), routes.toString());
    ours = host;
    for (var peer : peers) peer.start(openssl, host.port());
  }

  private static String route(String name, String domain, int port) {
    return """
    [[outbound.routes]]
    name = "%s"
    to = ["%s"]
    host = "127.0.0.1"
    port = %d
    """
        .formatted(name.replace('.', '-'), domain, port);
  }

  @AfterAll
  void stop() throws Exception {
    for (var peer : peers) peer.stop();
    if (ours != null) ours.close();
  }

  /// What two hosts are to do.
  private interface Meeting {
    void of(OurHost ours, Peer peer) throws Exception;
  }

  private Stream<DynamicTest> each(Meeting meeting) {
    var host = ours;
    if (host == null) return Stream.empty();
    return peers.stream()
        .map(peer -> DynamicTest.dynamicTest(peer.kind().domain(), () -> meeting.of(host, peer)));
  }

  /// One that no other letter has.
  private String word() {
    return "matter" + words.incrementAndGet() + "x";
  }

  private Letter toPeer(Peer peer) {
    return Letter.of(OurHost.USER, "romeo@" + peer.kind().domain(), word());
  }

  private Letter fromPeer(Peer peer) {
    return Letter.of("romeo@" + peer.kind().domain(), OurHost.USER, word());
  }

  private static void give(Peer peer, Letter letter) throws IOException {
    try (var client = SmtpClient.connect(SmtpClient.Protocol.SMTP, peer.port())) {
      letter.give(client);
      client.quit();
    }
  }

  /// Where mail arrives.
  private interface Mailbox {
    List<String> mails(String word) throws IOException;
  }

  /// The only one with this word.
  private static String await(Mailbox mailbox, String word, Peer peer) throws IOException {
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var mails = mailbox.mails(word);
      assertThat(mails).hasSizeLessThan(2);
      if (!mails.isEmpty()) return mails.getFirst();
      if (System.nanoTime() > end)
        throw new AssertionError("nothing arrives about " + word + ":\n" + peer.log());
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private static DeliveryReport report(String mail) throws IOException {
    var octets = mail.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(UTF_8);
    var report = ReportReader.read(MessageParser.parse(octets), MessageSource.of(octets));
    if (report instanceof ReadReport.Delivery(var delivery, _)) return delivery;
    throw new AssertionError(report + ":\n" + mail);
  }

  private static String body(String mail) {
    return mail.replace("\r\n", "\n").split("\n\n", 2)[1];
  }

  @TestFactory
  Stream<DynamicTest> a_peer_gets_our_mail_under_tls_as_it_was_written() {
    return each((ours, peer) -> {
      var letter = toPeer(peer).withBody("Grüße.\r\n..\r\n..dot\r\n" + "ü".repeat(490) + "\r\n");
      ours.submit(letter);
      var mail = await(peer::mails, letter.word(), peer);
      assertThat(mail).contains(peer.kind().secured(), "Content-Transfer-Encoding: 8bit");
      assertThat(body(mail)).isEqualTo("Grüße.\n.\n.dot\n" + "ü".repeat(490) + "\n");
    });
  }

  @TestFactory
  Stream<DynamicTest> a_peer_without_chunking_gets_it_by_data() {
    return each((ours, peer) -> {
      var body = "..\r\n" + "A line of a longer letter.\r\n".repeat(1_000);
      var letter = toPeer(peer).withBody(body);
      ours.submit(strict(letter));
      var mail = await(peer::mails, letter.word(), peer);
      assertThat(body(mail)).isEqualTo(body.substring(1).replace("\r\n", "\n"));
    });
  }

  private static Letter strict(Letter letter) {
    return new Letter(
        letter.from(),
        letter.to().replace("@", "@strict."),
        letter.mailParameters(),
        letter.rcptParameters(),
        letter.word(),
        letter.body());
  }

  @TestFactory
  Stream<DynamicTest> a_peer_is_not_bothered_with_what_is_larger_than_it_takes() {
    return each((ours, peer) -> {
      var letter = toPeer(peer).withBody("A line of a large letter.\r\n".repeat(5_000));
      ours.submit(strict(letter));
      var report = report(await(ours::mails, letter.word(), peer)).recipients().getFirst();
      assertThat(report.action()).isEqualTo(Action.FAILED);
      assertThat(report.status().toString()).isEqualTo("5.3.4");
      assertThat(peer.mails(letter.word())).isEmpty();
    });
  }

  @TestFactory
  Stream<DynamicTest> addresses_and_headers_in_utf_8_go_to_a_peer() {
    return each((ours, peer) -> {
      var word = word();
      var to = "grün@" + peer.kind().domain();
      ours.submit(Letter.of(OurHost.USER, to, word).withMail("BODY=8BITMIME SMTPUTF8"));
      assertThat(await(peer::mails, word, peer))
          .contains(peer.kind().securedUtf8(), "To: <" + to + ">", "Subject: About " + word);
    });
  }

  @TestFactory
  Stream<DynamicTest> a_peer_is_asked_for_a_report_and_sends_it() {
    return each((ours, peer) -> {
      var letter =
          toPeer(peer)
              .withMail("BODY=8BITMIME RET=HDRS ENVID=QQ314159")
              .withRcpt("NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;romeo@montague.test");
      ours.submit(letter);
      await(peer::mails, letter.word(), peer);
      var report = report(await(ours::mails, letter.word(), peer));
      assertThat(report.reportingMta()).isEqualTo(new MtaName("dns", "mx." + peer.kind().domain()));
      assertThat(report.envelopeId()).isEqualTo("QQ314159");
      var recipient = report.recipients().getFirst();
      assertThat(recipient.action()).isEqualTo(Action.DELIVERED);
      assertThat(recipient.original())
          .isEqualTo(new ReportedAddress("rfc822", "romeo@montague.test"));
    });
  }

  @TestFactory
  Stream<DynamicTest> who_is_unknown_to_a_peer_is_reported_with_its_words() {
    return each((ours, peer) -> {
      var letter = Letter.of(OurHost.USER, "nobody@" + peer.kind().domain(), word());
      ours.submit(letter);
      var report = report(await(ours::mails, letter.word(), peer));
      assertThat(report.reportingMta()).isEqualTo(new MtaName("dns", "mx.example.test"));
      var recipient = report.recipients().getFirst();
      assertThat(recipient.action()).isEqualTo(Action.FAILED);
      assertThat(String.valueOf(recipient.diagnostic())).contains("550").contains("nobody");
    });
  }

  @TestFactory
  Stream<DynamicTest> mail_of_a_peer_comes_in_under_tls_as_it_was_written() {
    return each((ours, peer) -> {
      var letter = fromPeer(peer).withBody("Grüße.\r\n..\r\n..dot\r\n" + "ü".repeat(490) + "\r\n");
      give(peer, letter);
      var mail = await(ours::mails, letter.word(), peer);
      assertThat(mail).contains("by mx.example.test with ESMTPS", "TLSv1.3");
      assertThat(body(mail)).isEqualTo("Grüße.\n.\n.dot\n" + "ü".repeat(490) + "\n");
    });
  }

  @TestFactory
  Stream<DynamicTest> addresses_and_headers_in_utf_8_come_from_a_peer() {
    return each((ours, peer) -> {
      var word = word();
      var from = "grün@" + peer.kind().domain();
      give(peer, Letter.of(from, OurHost.USER, word).withMail("BODY=8BITMIME SMTPUTF8"));
      assertThat(await(ours::mails, word, peer))
          .contains("with UTF8SMTPS", "From: <" + from + ">", "Return-Path: <" + from + ">");
    });
  }

  @TestFactory
  Stream<DynamicTest> a_peer_reports_itself_that_it_handed_the_message_to_us() {
    return each((ours, peer) -> {
      var letter = fromPeer(peer).withRcpt("NOTIFY=SUCCESS");
      give(peer, letter);
      await(ours::mails, letter.word(), peer);
      var report = report(await(peer::mails, letter.word(), peer));
      assertThat(report.reportingMta()).isEqualTo(new MtaName("dns", "mx." + peer.kind().domain()));
      assertThat(report.recipients().getFirst().action()).isEqualTo(peer.kind().handedOn());
    });
  }

  @TestFactory
  Stream<DynamicTest> a_peer_hears_who_is_unknown_to_us_and_tells_its_user() {
    return each((ours, peer) -> {
      var letter = Letter.of("romeo@" + peer.kind().domain(), "nobody@example.test", word());
      give(peer, letter);
      var recipient = report(await(peer::mails, letter.word(), peer)).recipients().getFirst();
      assertThat(recipient.action()).isEqualTo(Action.FAILED);
      assertThat(recipient.status().toString()).startsWith("5.");
      assertThat(String.valueOf(recipient.diagnostic())).contains("5.1.1");
      assertThat(ours.mails(letter.word())).isEmpty();
    });
  }
}
