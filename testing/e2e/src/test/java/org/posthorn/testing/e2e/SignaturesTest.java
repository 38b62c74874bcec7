package org.posthorn.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.posthorn.testing.e2e.SignedLetters.changed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.wire.mailauth.ArcVerdict;
import org.posthorn.wire.mailauth.DkimAlgorithm;
import org.posthorn.wire.mailauth.DkimVerdict;

/// Our signatures and seals, as dkimpy, OpenDKIM and Rspamd check them, and theirs, as we do.
class SignaturesTest {

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

  @TempDir private Path folder;

  /// Others compare times with their own clock.
  private final SignedLetters letters = new SignedLetters(InstantSource.system());

  /// As lines of a name and its text.
  private String records() {
    return letters.records().entrySet().stream()
        .map(record -> record.getKey() + " " + record.getValue())
        .collect(Collectors.joining("\n"));
  }

  private String dkimpy(String message) throws IOException, InterruptedException {
    return Program.of(PYTHON, "-c", CHECK, records()).input(message).run().well().output();
  }

  @TestFactory
  Stream<DynamicTest> dkimpy_finds_both_signatures_and_the_seal_good() {
    return Programs.HERE.test(
        "a signed and sealed message",
        "dkimverify",
        _ -> assertThat(dkimpy(letters.sealed(letters.signed()))).isEqualTo("True\nTrue\npass\n"));
  }

  @TestFactory
  Stream<DynamicTest> dkimpy_finds_out_when_a_letter_was_changed() {
    return Programs.HERE.test(
        "a message that was changed",
        "dkimverify",
        _ ->
            assertThat(dkimpy(changed(letters.sealed(letters.signed()))))
                .isEqualTo("False\nFalse\nfail\n"));
  }

  /// What OpenDKIM would put before a message; how it shows that depends on the option.
  private String openDkim(Path program, String verbosity, String configuration, String message)
      throws Exception {
    var file = Files.writeString(folder.resolve("message.eml"), message);
    var settings = folder.resolve("opendkim.conf");
    var user = System.getProperty("user.name");
    Files.writeString(settings, configuration + "UserID " + user + "\nRequireSafeKeys no\n");
    return Program.of(program, verbosity, "-f", "-x", settings.toString(), "-t", file.toString())
        .run()
        .well()
        .output();
  }

  private String openDkimVerdict(Path program, String message) throws Exception {
    var records = Files.writeString(folder.resolve("records"), records() + "\n");
    var configuration =
        "Mode v\nTestDNSData file:%s\nAlwaysAddARHeader yes\nAuthservID judge.test\n"
            .formatted(records);
    return openDkim(program, "-vvvv", configuration, message).replaceAll("\\s+", " ");
  }

  @TestFactory
  Stream<DynamicTest> opendkim_finds_both_signatures_good_and_the_change_of_a_letter() {
    return Programs.HERE.test(
        "a signed message",
        "opendkim",
        program -> {
          assertThat(openDkimVerdict(program, letters.signed()))
              .containsPattern("dkim=pass [^;]*header.s=rsa")
              .containsPattern("dkim=pass [^;]*header.s=ed25519")
              .doesNotContain("dkim=fail");
          assertThat(openDkimVerdict(program, changed(letters.signed())))
              .contains("dkim=fail")
              .doesNotContain("dkim=pass");
        });
  }

  @TestFactory
  Stream<DynamicTest> we_find_signatures_of_opendkim_good() {
    return Stream.of(
            theirSignature(DkimAlgorithm.RSA_SHA256, "simple/simple"),
            theirSignature(DkimAlgorithm.RSA_SHA256, "relaxed/simple"),
            theirSignature(DkimAlgorithm.RSA_SHA256, "relaxed/relaxed"),
            // Nobody, itself included, finds its Ed25519 signatures of a simple header good.
            theirSignature(DkimAlgorithm.ED25519_SHA256, "relaxed/simple"),
            theirSignature(DkimAlgorithm.ED25519_SHA256, "relaxed/relaxed"))
        .flatMap(tests -> tests);
  }

  private Stream<DynamicTest> theirSignature(DkimAlgorithm algorithm, String form) {
    return Programs.HERE.test(
        algorithm + " " + form,
        "opendkim",
        program -> {
          var message = openDkimSignature(program, algorithm, form) + SignedLetters.LETTER;
          assertThat(letters.verify(message)).hasSize(1).allMatch(DkimVerdict::isPass);
          assertThat(letters.verify(changed(message))).noneMatch(DkimVerdict::isPass);
        });
  }

  private String openDkimSignature(Path program, DkimAlgorithm algorithm, String form)
      throws Exception {
    var key = Files.writeString(folder.resolve("key.pem"), letters.pem(algorithm));
    var configuration =
        "Mode s\nDomain %s\nSelector %s\nKeyFile %s\nSignatureAlgorithm %s-sha256\n"
                .formatted(SignedLetters.DOMAIN, algorithm.keyType(), key, algorithm.keyType())
            + "Canonicalization %s\nInternalHosts 0.0.0.0/0\n".formatted(form);
    var output = openDkim(program, "-v", configuration, SignedLetters.LETTER);
    var field = output.substring(output.indexOf("DKIM-Signature:"));
    return field.stripTrailing().replace("\r\n", "\n").replace("\n", "\r\n") + "\r\n";
  }

  @TestFactory
  Stream<DynamicTest> rspamd_finds_our_signatures_and_seals_good_and_we_find_its_own() {
    return Programs.HERE.test(
        "messages of both",
        "rspamd",
        program -> {
          try (var rspamd = new Rspamd(program, folder.resolve("rspamd"), letters)) {
            var ours = letters.sealed(letters.signed());
            assertThat(rspamd.check(ours))
                .contains("R_DKIM_ALLOW [example.test:s=rsa, example.test:s=ed25519]")
                .anyMatch(symbol -> symbol.startsWith("ARC_ALLOW"));
            assertThat(rspamd.check(changed(ours)))
                .contains("R_DKIM_REJECT [example.test:s=rsa, example.test:s=ed25519]")
                .noneMatch(symbol -> symbol.startsWith("ARC_ALLOW"));
            var theirs = rspamd.sign(SignedLetters.LETTER);
            assertThat(letters.verify(theirs)).hasSize(1).allMatch(DkimVerdict::isPass);
            assertThat(letters.verify(changed(theirs))).noneMatch(DkimVerdict::isPass);
            assertThat(letters.validate(theirs).status()).isEqualTo(ArcVerdict.Status.PASS);
            assertThat(letters.validate(changed(theirs)).status())
                .isEqualTo(ArcVerdict.Status.FAIL);
            var second = letters.validate(rspamd.sign(ours));
            assertThat(second.status()).isEqualTo(ArcVerdict.Status.PASS);
            assertThat(second.hops()).as("ours and theirs").hasSize(2);
          }
        });
  }
}
