package org.posthorn.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A server whose private key was encrypted by OpenSSL.
@Timeout(180)
class LockedKeyTest {
  private static final String PASSPHRASE = "correct-horse-battery";

  @TempDir private Path folder;

  private Path data() throws IOException {
    return Files.createDirectories(folder.resolve("data"));
  }

  private void configure(Path openssl, String tls) throws Exception {
    var files = data();
    Program.of(
            openssl,
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-keyout",
            files.resolve("key.pem").toString(),
            "-out",
            files.resolve("cert.pem").toString(),
            "-passout",
            "pass:" + PASSPHRASE,
            "-subj",
            "/CN=mail.example.test",
            "-days",
            "9")
        .run()
        .well();
    assertThat(Files.readString(files.resolve("key.pem"))).contains("ENCRYPTED PRIVATE KEY");
    Files.writeString(
        files.resolve("posthorn.toml"),
        """
        [server]
        hostname = "mail.example.test"

        [[listeners]]
        name = "imaps"
        addresses = ["127.0.0.1"]
        port = 0

        [tls]
        %s

        [[tls.certificates]]
        chain = "cert.pem"
        key = "key.pem"
        """
            .formatted(tls));
  }

  @TestFactory
  Stream<DynamicTest> a_program_opens_the_key() {
    return Programs.HERE.test(
        "key-program",
        "openssl",
        openssl -> {
          var program =
              Files.writeString(
                  folder.resolve("program"),
                  "#!/bin/sh\necho \"$@\" > %s\necho %s\n"
                      .formatted(folder.resolve("called"), PASSPHRASE));
          Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
          configure(openssl, "key-program = \"%s\"".formatted(program));
          try (var posthorn = PosthornProcess.start(PosthornProcess.launcher(), data(), "serve")) {
            assertThat(Files.readString(folder.resolve("called")).strip())
                .isEqualTo("mail.example.test:0 RSA");
            posthorn.command("reload").run().well();
            assertThat(posthorn.command("status").run().well().output())
                .contains("certificate for mail.example.test", "(8 days)");
            posthorn.stop();
            assertThat(posthorn.output()).doesNotContain(PASSPHRASE);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> whoever_starts_the_server_at_a_terminal_is_asked_without_an_echo() {
    return Programs.HERE.test(
        "prompt",
        "openssl",
        openssl -> {
          configure(openssl, "");
          // Python has the terminal that the server is started at.
          var python = Programs.HERE.find("python3");
          if (python == null) return;
          var ended =
              Program.of(
                      python,
                      "-c",
                      TERMINAL,
                      PosthornProcess.launcher().toString(),
                      data().toString())
                  .run();
          assertThat(ended.output())
              .contains("Passphrase of", "key.pem (mail.example.test)", "ready as")
              .doesNotContain(PASSPHRASE);
          assertThat(ended.exit()).as(ended.output() + ended.errors()).isZero();
        });
  }

  /// Types the passphrase when it is asked for, and ends the server when it is ready.
  private static final String TERMINAL =
      """
      import os, pty, signal, sys
      pid, terminal = pty.fork()
      if pid == 0:
          os.environ['POSTHORN_NO_CACHE'] = 'yes'
          os.execv(sys.argv[1], [sys.argv[1], 'serve', '--data', sys.argv[2]])
      said = b''
      typed = asked = False
      while True:
          try: octets = os.read(terminal, 4096)
          except OSError: break
          if not octets: break
          said += octets
          if b'Passphrase of' in said and not typed:
              os.write(terminal, b'%s\\n')
              typed = True
          if b'ready as' in said and not asked:
              os.kill(pid, signal.SIGTERM)
              asked = True
      sys.stdout.buffer.write(said)
      sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
      """
          .formatted(PASSPHRASE);

  @TestFactory
  Stream<DynamicTest> without_anybody_to_ask_it_is_said_what_to_do() {
    return Programs.HERE.test(
        "nobody",
        "openssl",
        openssl -> {
          configure(openssl, "");
          var ended =
              Program.of(PosthornProcess.launcher(), "serve", "--data", data().toString())
                  .input("")
                  .run();
          assertThat(ended.exit()).isEqualTo(5);
          assertThat(ended.errors())
              .contains("the key is encrypted", "passphrase-file", "key-program", "terminal");
        });
  }
}
