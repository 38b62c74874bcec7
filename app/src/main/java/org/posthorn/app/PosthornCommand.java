package org.posthorn.app;

import java.io.PrintWriter;
import org.posthorn.platform.net.ListenException;
import org.posthorn.platform.net.TlsException;
import org.posthorn.platform.storage.StorageException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/// The command line: the list of commands, and what each kind of failure looks like.
@Command(
    name = "posthorn",
    description = "Mail, chat and calendars for your domain, in one server.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      QuickstartCommand.class,
      ServeCommand.class,
      StatusCommand.class,
      StopCommand.class,
      ReloadCommand.class,
      DomainCommand.class,
      AccountCommand.class,
      AliasCommand.class,
      AddressCommand.class,
      ConfigCommand.class,
      CheckStoreCommand.class,
      VersionCommand.class,
      WarmUpCommand.class,
      HelpCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  posthorn quickstart                         try it: two accounts, nothing to set up",
      "  posthorn config describe > posthorn.toml    write a configuration to start from",
      "  posthorn serve --config posthorn.toml       run the server",
      "  posthorn account add romeo@example.org      make an account",
      "  posthorn help account add                   more about one command",
      "",
      "Exit codes: 0 done, 1 refused or failed, 2 wrong command line, 3 no server runs or it is"
          + " not",
      "ready, 4 wrong configuration, 5 the server cannot start, 70 a bug."
    })
final class PosthornCommand {

  /// Runs one command line to its end and returns its exit code.
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    var line =
        new CommandLine(new PosthornCommand())
            .setOut(out)
            .setErr(err)
            .setUsageHelpWidth(100)
            .setUsageHelpLongOptionsMaxWidth(28)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler((e, command, _) -> failed(e, command.getErr()))
            .setParameterExceptionHandler(PosthornCommand::misused);
    int code = line.execute(arguments);
    out.flush();
    err.flush();
    return code;
  }

  private static int misused(CommandLine.ParameterException e, String[] arguments) {
    var err = e.getCommandLine().getErr();
    err.println("posthorn: " + e.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
    err.println("More: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE.number();
  }

  private static int failed(Exception e, PrintWriter err) {
    var code =
        switch (e) {
          case AdminRefused _ -> ExitCode.FAILED;
          case ConfigException _ -> ExitCode.CONFIGURATION;
          case StorageException _, ListenException _, TlsException _, CannotStart _ ->
              ExitCode.CANNOT_START;
          default -> ExitCode.BUG;
        };
    if (code == ExitCode.BUG) {
      LoggerFactory.getLogger(PosthornCommand.class).error("a command failed, which is a bug", e);
      err.println("posthorn: failed unexpectedly, which is a bug: " + e);
    } else {
      String.valueOf(e.getMessage()).lines().forEach(line -> err.println("posthorn: " + line));
    }
    return code.number();
  }
}
