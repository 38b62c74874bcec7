package org.posthorn.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.platform.net.Passphrase.LockedKey;

/// Where passphrases come from.
class PassphrasesTest {
  private static final AcmeSection NO_ACME = ConfigTest.NO_ACME;
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private LockedKey key;

  @BeforeEach
  void name() {
    key = new LockedKey(folder.resolve("key.pem"), "RSA", List.of("mail.example.org", "x.example"));
  }

  private Path program(String script) throws IOException {
    var file = Files.writeString(folder.resolve("program"), "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file;
  }

  private Passphrases with(@Nullable Path program, Passphrases.@Nullable Prompt prompt) {
    return with(program, prompt, null, LIMIT);
  }

  private Passphrases with(
      @Nullable Path program,
      Passphrases.@Nullable Prompt prompt,
      @Nullable Path file,
      Duration limit) {
    var certificate = new Config.Certificate(folder.resolve("chain.pem"), key.file(), file);
    return new Passphrases(
        new Config.Tls(program, limit, null, null, List.of(certificate), NO_ACME), 993, prompt);
  }

  @Test
  void a_program_is_told_host_port_and_algorithm_and_its_first_line_counts() throws IOException {
    var program = program("echo \"$# $1 $2\"; echo more");
    assertThat(with(program, null).of(key)).isEqualTo("2 mail.example.org:993 RSA".toCharArray());
  }

  @Test
  void a_file_of_the_key_comes_before_the_program() throws IOException {
    var file = Files.writeString(folder.resolve("secret"), "from the file\n");
    assertThat(with(program("echo from the program"), null, file, LIMIT).of(key))
        .isEqualTo("from the file".toCharArray());
  }

  @Test
  void a_program_that_fails_is_told_with_what_it_said() throws IOException {
    var failing = with(program("echo 'no such key' >&2; echo secret; exit 3"), null);
    assertThatThrownBy(() -> failing.of(key))
        .hasMessageContaining("ended with 3 and said: no such key")
        .hasMessageContaining("mail.example.org:993 RSA")
        .message()
        .doesNotContain("secret");
    assertThatThrownBy(() -> with(program("exit 0"), null).of(key))
        .hasMessageContaining("gave no passphrase");
    assertThatThrownBy(() -> with(folder.resolve("none"), null).of(key))
        .hasMessageContaining("does not exist");
    assertThatThrownBy(() -> with(Files.writeString(folder.resolve("text"), "x"), null).of(key))
        .hasMessageContaining("may not be executed");
  }

  @Test
  void a_program_that_hangs_or_talks_without_end_is_ended() throws IOException {
    var hanging = with(program("exec tail -f /dev/null"), null, null, Duration.ofMillis(300));
    assertThatThrownBy(() -> hanging.of(key)).hasMessageContaining("took longer than");
    var talking = with(program("while :; do echo more; done"), null);
    assertThatThrownBy(() -> talking.of(key)).hasMessageContaining("says more than 8192 octets");
  }

  @Test
  void a_person_is_asked_at_the_start_and_what_was_typed_is_remembered() throws IOException {
    var asked = new ArrayList<String>();
    var passphrases =
        with(
            null,
            question -> {
              asked.add(question);
              return "typed".toCharArray();
            });
    assertThat(passphrases.of(key)).isEqualTo("typed".toCharArray());
    passphrases.started();
    assertThat(passphrases.of(key)).isEqualTo("typed".toCharArray());
    assertThat(asked)
        .containsExactly("Passphrase of %s (mail.example.org, x.example)".formatted(key.file()));
  }

  @Test
  void who_mistypes_is_asked_three_times() throws IOException {
    var passphrases = with(null, _ -> "wrong".toCharArray());
    var tries = 0;
    do {
      tries++;
      assertThat(passphrases.of(key)).isNotEmpty();
    } while (passphrases.mayTryAgain(key));
    assertThat(tries).isEqualTo(3);
  }

  @Test
  void without_a_terminal_it_is_said_what_to_configure() {
    assertThatThrownBy(() -> with(null, null).of(key))
        .hasMessageContaining("passphrase-file")
        .hasMessageContaining("key-program")
        .hasMessageContaining("terminal");
    var later = with(null, _ -> "typed".toCharArray());
    later.started();
    assertThatThrownBy(() -> later.of(key)).hasMessageContaining("nobody says how to open it");
    assertThatThrownBy(() -> with(null, _ -> null).of(key))
        .hasMessageContaining("no passphrase was given");
  }
}
