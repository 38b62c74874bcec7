package org.posthorn.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.posthorn.platform.storage.StorageException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;

/// The command line: the list of commands, and what each kind of failure looks like.
@Command(
    name = "posthorn",
    description = "Mail, chat and calendars for your domain, in one server.",
    synopsisSubcommandLabel = "COMMAND",
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
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this page.")
  @SuppressWarnings("UnusedVariable") // picocli looks at the annotation
  private boolean help;

  /// All commands, in the order of the help.
  private static final Map<String, Class<?>> COMMANDS = commands();

  private static Map<String, Class<?>> commands() {
    var commands = new LinkedHashMap<String, Class<?>>();
    commands.put("quickstart", QuickstartCommand.class);
    commands.put("serve", ServeCommand.class);
    commands.put("status", StatusCommand.class);
    commands.put("stop", StopCommand.class);
    commands.put("reload", ReloadCommand.class);
    commands.put("domain", DomainCommand.class);
    commands.put("account", AccountCommand.class);
    commands.put("alias", AliasCommand.class);
    commands.put("list", ListCommand.class);
    commands.put("shared", SharedCommand.class);
    commands.put("forwarding", ForwardingCommand.class);
    commands.put("disclaimer", DisclaimerCommand.class);
    commands.put("journal", JournalCommand.class);
    commands.put("dkim", DkimCommand.class);
    commands.put("tls", TlsCommand.class);
    commands.put("dns", DnsCommand.class);
    commands.put("doctor", DoctorCommand.class);
    commands.put("address", AddressCommand.class);
    commands.put("mail", MailCommand.class);
    commands.put("queue", QueueCommand.class);
    commands.put("suppression", SuppressionCommand.class);
    commands.put("message", MessageCommand.class);
    commands.put("index", IndexCommand.class);
    commands.put("sieve", SieveCommand.class);
    commands.put("feedback", FeedbackCommand.class);
    commands.put("config", ConfigCommand.class);
    commands.put("check-store", CheckStoreCommand.class);
    commands.put("version", VersionCommand.class);
    commands.put("warm-up", WarmUpCommand.class);
    commands.put("help", HelpCommand.class);
    return commands;
  }

  /// The command line with all commands, or only with the one that is asked for: looking at the
  /// annotations of all of them takes longer than most commands do.
  static CommandLine commandLine(String... arguments) {
    var line = new CommandLine(new PosthornCommand());
    var only =
        arguments.length == 0 || arguments[0].equals("help") ? null : COMMANDS.get(arguments[0]);
    if (only != null) return line.addSubcommand(only);
    COMMANDS.values().forEach(line::addSubcommand);
    return line;
  }

  /// Runs one command line to its end and returns its exit code.
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    var line =
        commandLine(arguments)
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

  /// Java's own exceptions say what they are by their class only.
  private static String inWords(Exception e) {
    return switch (e) {
      case AccessDeniedException denied ->
          "This user may not use %s. Change its owner or rights, or run as another user."
              .formatted(denied.getFile());
      case FileSystemException failed ->
          "Cannot use %s: %s".formatted(failed.getFile(), failed.getReason());
      default -> String.valueOf(e.getMessage());
    };
  }

  private static int failed(Exception e, PrintWriter err) {
    var code =
        switch (e) {
          case AdminRefused _ -> ExitCode.FAILED;
          case ConfigException _ -> ExitCode.CONFIGURATION;
          case StorageException _, IOException _, CannotStart _ -> ExitCode.CANNOT_START;
          default -> ExitCode.BUG;
        };
    if (code == ExitCode.BUG) {
      LoggerFactory.getLogger(PosthornCommand.class).error("a command failed, which is a bug", e);
      err.println("posthorn: failed unexpectedly, which is a bug: " + e);
    } else {
      inWords(e).lines().forEach(line -> err.println("posthorn: " + line));
    }
    return code.number();
  }
}
