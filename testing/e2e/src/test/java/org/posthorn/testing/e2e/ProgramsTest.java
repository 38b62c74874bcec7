package org.posthorn.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tools of the end-to-end tests, tried on the shell.
class ProgramsTest {
  private static final Path SHELL = Path.of("/bin/sh");

  @TempDir private Path folder;

  @Test
  void a_missing_program_makes_no_test_and_is_noted() throws Exception {
    var note = folder.resolve("not-run.txt");
    Files.writeString(note, "left by an earlier run");
    var programs = new Programs(note, "/usr/bin:/bin");
    assertThat(note).doesNotExist();
    assertThat(programs.test("t", "sh", _ -> {})).hasSize(1);
    assertThat(note).doesNotExist();
    assertThat(programs.test("t", "no-such-program", _ -> {})).isEmpty();
    assertThat(programs.find("another-one")).isNull();
    assertThat(programs.find("another-one")).isNull();
    assertThat(note).content().isEqualTo("another-one, no-such-program\n");
  }

  @Test
  void a_program_is_given_input_and_environment_and_its_outputs_are_kept() throws Exception {
    var ended =
        Program.of(SHELL, "-c", "cat; echo \"$NAME\" >&2; pwd; exit 3")
            .with("NAME", "röse")
            .in(folder)
            .input("line\n")
            .run();
    assertThat(ended)
        .isEqualTo(new Program.Ended(3, "line\n" + folder.toRealPath() + "\n", "röse\n"));
    assertThatThrownBy(ended::well).isInstanceOf(AssertionError.class).hasMessageContaining("3");
  }

  @Test
  void a_program_that_takes_too_long_is_killed_with_its_children() {
    var endless = Program.of(SHELL, "-c", "echo started; cat /dev/zero | cat > /dev/null");
    assertThatThrownBy(() -> endless.within(Duration.ofMillis(500)).run())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("took longer than PT0.5S");
  }

  @Test
  void the_server_is_started_asked_stopped_and_killed() throws Exception {
    var launcher = launcher();
    var data = folder.resolve("data");
    try (var posthorn = PosthornProcess.start(launcher, data, "serve")) {
      assertThat(posthorn.port("smtp")).isEqualTo(2525);
      assertThatThrownBy(() -> posthorn.port("pop3")).isInstanceOf(AssertionError.class);
      assertThat(posthorn.command("status", "--json").run().well().output()).contains("ready");
      assertThat(posthorn.stop()).isEqualTo(143);
    }
    try (var posthorn = PosthornProcess.start(launcher, data, "serve")) {
      posthorn.kill();
      assertThat(ProcessHandle.of(posthorn.pid())).isEmpty();
    }
    assertThatThrownBy(() -> PosthornProcess.start(launcher, folder.resolve("other"), "unknown"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("ended with 2")
        .hasMessageContaining("no such command");
  }

  /// A stand-in that answers as the command line does: not ready at the first question.
  private Path launcher() throws Exception {
    var file = folder.resolve("posthorn");
    Files.writeString(
        file,
        """
        #!/bin/sh
        case "$1" in
          serve) mkdir -p "$3" && exec tail -f /dev/null ;;
          status)
            if [ -e "$4/asked" ]; then
              echo '{"state":"ready","listeners":[{"name":"smtp","address":"127.0.0.1",'
              echo '"port":2525,"tls":"starttls"}]}'
            else
              touch "$4/asked"; exit 1
            fi ;;
          *) echo "no such command"; exit 2 ;;
        esac
        """);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }
}
