package org.posthorn.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {
  @TempDir private Path folder;

  @Test
  void exit_codes_never_change_their_meaning() {
    assertThat(ExitCode.values())
        .extracting(code -> code + " " + code.number())
        .containsExactly(
            "OK 0",
            "FAILED 1",
            "USAGE 2",
            "NOT_READY 3",
            "CONFIGURATION 4",
            "CANNOT_START 5",
            "BUG 70");
  }

  @Test
  void every_command_explains_itself() {
    var commands = new ArrayList<CommandLine>();
    collect(PosthornCommand.commandLine(), commands);
    assertThat(commands).hasSizeGreaterThan(25);
    for (var command : commands) {
      var spec = command.getCommandSpec();
      assertThat(spec.usageMessage().description()).as(spec.qualifiedName()).isNotEmpty();
      for (var option : spec.options())
        assertThat(option.description()).as(spec.qualifiedName() + option).isNotEmpty();
      assertThat(command.getUsageMessage().lines()).allMatch(line -> line.length() <= 100);
    }
  }

  private static void collect(CommandLine command, List<CommandLine> into) {
    into.add(command);
    command.getSubcommands().values().forEach(sub -> collect(sub, into));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"nonsense", "domain add", "serve --prot 5", "alias add a@b.example", "--x"})
  void a_wrong_command_line_is_2(String line) {
    var run = Run.of(line.split(" ", -1));
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("posthorn: ").contains("--help");
  }

  @Test
  void a_misspelt_command_is_met_with_the_right_one() {
    assertThat(Run.of("quikstart").err()).contains("quickstart");
  }

  @Test
  void help_is_for_asking() {
    assertThat(Run.of("help").out()).contains("quickstart", "serve", "Exit codes");
    assertThat(Run.of("help", "account").out()).contains("import");
    assertThat(Run.of("account", "add", "--help").exit()).isZero();
  }

  @Test
  void no_server_is_3_and_says_so_in_json() {
    var run = Run.of("status", "--json", "--data", folder.toString());
    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.out().replaceAll("\\s", ""))
        .isEqualTo("{\"state\":\"stopped\",\"listeners\":[],\"certificates\":[]}");
    assertThat(Run.of("stop", "--data", folder.toString()).exit()).isEqualTo(3);
    assertThat(Run.of("reload", "--data", folder.toString()).exit()).isEqualTo(3);
  }

  @Test
  void a_missing_data_folder_says_how_to_make_one() {
    var run = Run.of("account", "list", "--data", folder.resolve("none").toString());
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("There is no data folder").contains("posthorn quickstart");
  }

  @Test
  void a_wrong_configuration_is_4_with_every_place() throws IOException {
    var file = Files.writeString(folder.resolve("posthorn.toml"), "[smtp]\nbaner = 'x'\n");
    for (var run :
        List.of(
            Run.of("serve", "--config", file.toString()),
            Run.of("config", "check", file.toString()),
            Run.of("account", "list", "--data", folder.toString()))) {
      assertThat(run.exit()).isEqualTo(4);
      assertThat(run.err()).contains("posthorn.toml:2:1:").contains("\"smtp.banner\"");
    }
  }

  @Test
  void a_missing_configuration_is_4_and_says_how_to_make_one() {
    var run = Run.of("serve", "--data", folder.toString());
    assertThat(run.exit()).isEqualTo(4);
    assertThat(run.err()).contains("posthorn config describe > ");
  }

  @Test
  void nothing_to_listen_on_is_5() throws IOException {
    Files.writeString(folder.resolve("posthorn.toml"), "");
    var run = Run.of("serve", "--data", folder.toString());
    assertThat(run.exit()).isEqualTo(5);
    assertThat(run.err()).contains("No listener is configured");
  }

  @Test
  void the_described_configuration_passes_the_check() throws IOException {
    var file = Files.writeString(folder.resolve("c.toml"), Run.of("config", "describe").out());
    assertThat(Run.of("config", "check", file.toString()).exit()).isZero();
  }

  @Test
  void a_folder_that_is_in_use_is_refused_with_the_process_that_has_it() throws Exception {
    var data = folder.toString();
    try (var _ =
        LocalAdministration.open(ConfigReader.parse("server.data = '.'", folder.resolve("x")))) {
      var run = Run.of("account", "list", "--data", data);
      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.err()).contains("in use by process " + ProcessHandle.current().pid());
    }
  }

  @Test
  void version_says_which_java() {
    assertThat(Run.of("version").out()).startsWith("posthorn ").contains("Java 25");
    assertThat(Run.of("version", "--json").out()).contains("\"posthorn\"");
  }
}
