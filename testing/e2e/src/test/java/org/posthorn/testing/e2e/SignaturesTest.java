package org.posthorn.testing.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.posthorn.domain.guard.Judgement;
import org.posthorn.domain.guard.MessageSource;
import org.posthorn.domain.guard.Sealing;
import org.posthorn.domain.guard.SenderResults;
import org.posthorn.domain.guard.SenderVerdict;
import org.posthorn.domain.guard.Signing;
import org.posthorn.testing.testkit.ManualClock;
import org.posthorn.testing.testkit.TestRandom;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mailauth.ArcVerdict;
import org.posthorn.wire.mailauth.AuthenticationResults;
import org.posthorn.wire.mailauth.DkimAlgorithm;
import org.posthorn.wire.mailauth.DkimKey;
import org.posthorn.wire.mailauth.DkimSelector;
import org.posthorn.wire.mailauth.DkimSigner;
import org.posthorn.wire.mailauth.Iprev;

/// Our signatures and seals, as dkimpy checks them.
class SignaturesTest {

  private static final DomainName DOMAIN = new DomainName("example.test");

  /// dkimpy is a library; its command asks real DNS.
  private static final Path PYTHON = Path.of("/usr/bin/python3");

  private static final String CHECK =
      """
      import dkim, sys
      records = dict(line.split(' ', 1) for line in sys.argv[1].split('\\n'))
      def txt(name, timeout=5): return records.get(name.decode().rstrip('.'))
      message = sys.stdin.buffer.read()
      for index in range(2): print(dkim.DKIM(message).verify(index, dnsfunc=txt))
      print(dkim.arc_verify(message, dnsfunc=txt)[0].decode())
      """;

  private static final String LETTER =
      """
      From: Romeo <romeo@example.test>
      To: Juliet <juliet@example.test>
      Subject: The balcony
       at nine
      Date: Mon, 2 Nov 2026 10:00:00 +0000
      Message-ID: <1@example.test>

      See  you tonight.

      """
          .replace("\n", "\r\n");

  private final List<DkimSigner.Key> keys = new ArrayList<>();
  private final List<String> records = new ArrayList<>();

  SignaturesTest() {
    for (var algorithm : DkimAlgorithm.values()) {
      var secret = DkimKey.generate(algorithm, TestRandom.notSecure(1));
      var selector = new DkimSelector(algorithm.keyType());
      keys.add(new DkimSigner.Key(new DnsName(DOMAIN.ascii()), selector, secret));
      records.add(selector + "._domainkey." + DOMAIN + " " + secret.record().joined());
    }
  }

  private static MessageSource source(String message) {
    return () -> new ByteArrayInputStream(message.getBytes(UTF_8));
  }

  private String signed() throws IOException {
    var signing = new Signing(_ -> keys, ManualClock.standing());
    return signing.sign(source(LETTER), List.of(DOMAIN)) + LETTER;
  }

  private String sealed(String message) throws IOException {
    var arc = new ArcVerdict(ArcVerdict.Status.NONE, "there is no chain", List.of());
    var nameless = new Iprev.Verdict(Iprev.Result.PERMERROR, null);
    var results = new SenderResults(nameless, null, null, null, arc, null);
    var authentication = new AuthenticationResults("mx.example.test", List.of());
    var verdict =
        new SenderVerdict(
            new Judgement.Accept(List.of()), results, authentication, "", Set.of(), null);
    var sealing = new Sealing(_ -> keys, ManualClock.standing());
    return sealing.seal(source(message), DOMAIN, verdict) + message;
  }

  private String check(String message) throws IOException, InterruptedException {
    return Program.of(PYTHON, "-c", CHECK, String.join("\n", records))
        .input(message)
        .run()
        .well()
        .output();
  }

  @TestFactory
  Stream<DynamicTest> dkimpy_finds_both_signatures_and_the_seal_good() {
    return Programs.HERE.test(
        "a signed and sealed message",
        "dkimverify",
        _ -> assertThat(check(sealed(signed()))).isEqualTo("True\nTrue\npass\n"));
  }

  @TestFactory
  Stream<DynamicTest> dkimpy_finds_out_when_a_letter_was_changed() {
    return Programs.HERE.test(
        "a message that was changed",
        "dkimverify",
        _ ->
            assertThat(check(sealed(signed()).replace("balcony", "garden")))
                .isEqualTo("False\nFalse\nfail\n"));
  }
}
