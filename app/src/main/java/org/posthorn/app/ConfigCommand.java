package org.posthorn.app;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `posthorn config …`: the configuration file.
@Command(
    name = "config",
    description = "Explains and checks the configuration file.",
    mixinStandardHelpOptions = true,
    subcommands = {
      ConfigCommand.Describe.class,
      ConfigCommand.Check.class,
      ConfigCommand.Texts.class
    })
final class ConfigCommand {

  /// `posthorn config describe`.
  @Command(
      name = "describe",
      description = "Prints a configuration file with every key, its default and what it is for.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = "  posthorn config describe > posthorn.toml")
  static final class Describe implements Callable<Integer> {
    @Spec private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
      command.commandLine().getOut().print(ConfigDescription.text());
      return ExitCode.OK.number();
    }
  }

  /// `posthorn config report-texts`.
  @Command(
      name = "report-texts",
      description =
          "Prints what reports to senders say, as a file to change and to name in [reports] texts.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = "  posthorn config report-texts english > /etc/posthorn/reports.txt")
  static final class Texts implements Callable<Integer> {
    @Spec private CommandSpec command = CommandSpec.create();

    @Parameters(paramLabel = "LANGUAGE", description = "english or german.")
    private ReportsConfig.Language language = ReportsConfig.Language.ENGLISH;

    @Override
    public Integer call() {
      command.commandLine().getOut().print(ReportWriting.file(language));
      return ExitCode.OK.number();
    }
  }

  /// `posthorn config check`.
  @Command(
      name = "check",
      description = "Reads a configuration file and names every fault with its line and column.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = "  posthorn config check /etc/posthorn.toml")
  static final class Check implements Callable<Integer> {
    @Spec private CommandSpec command = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "The file.")
    private Path file = Path.of("");

    @Override
    public Integer call() throws ConfigException {
      ConfigReader.read(file);
      command.commandLine().getOut().println(file + " is right.");
      return ExitCode.OK.number();
    }
  }
}
