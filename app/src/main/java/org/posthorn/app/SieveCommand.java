package org.posthorn.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.ScriptAnswer.ScriptChecked;
import org.posthorn.app.ScriptAnswer.ScriptPage;
import org.posthorn.app.ScriptAnswer.ScriptProblem;
import org.posthorn.app.ScriptAnswer.ScriptText;
import org.posthorn.app.ScriptAnswer.ScriptTrial;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `posthorn sieve …`.
@Command(
    name = "sieve",
    description = "People's filter scripts: what they are, and what they do to a message.",
    mixinStandardHelpOptions = true,
    subcommands = {
      SieveCommand.Test.class,
      SieveCommand.Check.class,
      SieveCommand.ListAll.class,
      SieveCommand.Show.class,
      SieveCommand.Put.class,
      SieveCommand.Activate.class,
      SieveCommand.Remove.class
    })
final class SieveCommand {

  /// What fits into a request beside a message of as much, in base64.
  private static final int MAX_OCTETS = 350 * 1024;

  private static byte[] read(Path file) throws AdminRefused, IOException {
    if (!Files.isReadable(file)) throw new AdminRefused("%s cannot be read.".formatted(file));
    if (Files.size(file) > MAX_OCTETS)
      throw new AdminRefused("%s has more than %d octets.".formatted(file, MAX_OCTETS));
    return Files.readAllBytes(file);
  }

  private static String text(Path file) throws AdminRefused, IOException {
    return new String(read(file), java.nio.charset.StandardCharsets.UTF_8);
  }

  /// The name of a script that is in a file: `vacation` for `vacation.sieve`.
  private static String name(Path file) {
    var name = String.valueOf(file.getFileName());
    return name.endsWith(".sieve") ? name.substring(0, name.length() - 6) : name;
  }

  private static String lines(List<ScriptProblem> problems) {
    var text = new StringBuilder();
    for (var it : problems)
      text.append(
          "%s:%d:%d: %s: %s%n"
              .formatted(it.script(), it.line(), it.column(), it.severity(), it.text()));
    return text.toString();
  }

  /// `posthorn sieve test`.
  @Command(
      name = "test",
      description =
          "Runs a script over a message and shows every test and action, and what would happen."
              + " Nothing is delivered, sent or remembered.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = {
        "  posthorn sieve test vacation.sieve message.eml --from friar@example.com",
        "  posthorn sieve test - message.eml --account romeo@example.org",
        "  posthorn sieve test flagged.sieve message.eml --event flag --flags '\\\\Flagged'"
            + " --changed '\\\\Flagged'"
      })
  static final class Test implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(
        index = "0",
        paramLabel = "SCRIPT",
        description = "A file; - is the account's active script.")
    private Path script = Path.of("");

    @Parameters(index = "1", paramLabel = "MESSAGE", description = "A file, as it would arrive.")
    private Path message = Path.of("");

    @Option(
        names = "--account",
        paramLabel = "ADDRESS",
        description = "Whose mailboxes, scripts and memory count; without it there are none.")
    private @Nullable String account;

    @Option(
        names = "--from",
        paramLabel = "ADDRESS",
        defaultValue = "sender@example.com",
        description = "The envelope's sender; empty for none.")
    private String from = "";

    @Option(names = "--to", paramLabel = "ADDRESS", description = "The envelope's recipient.")
    private @Nullable String to;

    @Option(
        names = "--event",
        paramLabel = "CAUSE",
        description =
            "Instead of a delivery: append, copy or flag, as if it had happened by IMAP in"
                + " --mailbox.")
    private @Nullable String event;

    @Option(
        names = "--mailbox",
        paramLabel = "NAME",
        defaultValue = "INBOX",
        description = "Where an event happens; ${DEFAULT-VALUE}.")
    private String mailbox = "";

    @Option(
        names = "--flags",
        paramLabel = "FLAGS",
        defaultValue = "",
        description = "Those of the message, with blanks between them, at an event.")
    private String flags = "";

    @Option(
        names = "--changed",
        paramLabel = "FLAGS",
        defaultValue = "",
        description = "The flags that have changed.")
    private String changed = "";

    @Override
    public Integer call() throws AdminRefused, ConfigException, IOException {
      boolean own = script.toString().equals("-");
      if (own && account == null)
        throw new AdminRefused("Whose script is meant says --account ADDRESS.");
      var octets = Base64.getEncoder().encodeToString(read(message));
      var happened = event == null ? null : new ScriptRequest.Event(event, mailbox, flags, changed);
      return asking.answer(
          new ScriptRequest.TestScript(
              account,
              own ? null : name(script),
              own ? null : text(script),
              octets,
              from,
              to,
              happened),
          Test::words);
    }

    private static String words(ScriptTrial trial) {
      var text = new StringBuilder();
      for (var step : trial.steps())
        text.append(
            "%s:%d: %s%s%n"
                .formatted(step.script(), step.line(), "  ".repeat(step.depth()), step.text()));
      text.append("\n");
      for (var line : trial.outcome()) text.append(line).append('\n');
      return text.toString();
    }
  }

  /// `posthorn sieve check`.
  @Command(
      name = "check",
      description = "Says what is wrong with a script.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = "  posthorn sieve check vacation.sieve --account romeo@example.org")
  static final class Check implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(paramLabel = "SCRIPT", description = "A file.")
    private Path script = Path.of("");

    @Option(
        names = "--account",
        paramLabel = "ADDRESS",
        description = "Whose scripts it may include.")
    private @Nullable String account;

    @Override
    public Integer call() throws AdminRefused, ConfigException, IOException {
      var request = new ScriptRequest.CheckScript(account, name(script), text(script));
      var checked =
          asking.with(
              administration -> administration.ask(request, new ProgressLine(asking.err())));
      asking.print(checked, Check::words);
      return (checked.valid() ? ExitCode.OK : ExitCode.FAILED).number();
    }

    private static String words(ScriptChecked checked) {
      var lines = lines(checked.problems());
      return checked.valid() ? lines + "it can be run" : lines + "it cannot be run";
    }
  }

  /// `posthorn sieve list`.
  @Command(
      name = "list",
      description = "Lists an account's scripts.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = "  posthorn sieve list --account romeo@example.org")
  static final class ListAll implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Option(names = "--account", required = true, paramLabel = "ADDRESS", description = "Whose.")
    private String account = "";

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(new ScriptRequest.ListScripts(account), ListAll::table);
    }

    private static String table(ScriptPage page) {
      if (page.scripts().isEmpty()) return "There are no scripts.";
      var table = new Table("SCRIPT", "ACTIVE", "OCTETS", "CHANGED");
      for (var one : page.scripts())
        table.row(one.name(), one.active() ? "yes" : "", one.octets(), one.changed());
      return table.toString();
    }
  }

  /// `posthorn sieve show`.
  @Command(
      name = "show",
      description = "Shows a script.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = "  posthorn sieve show vacation --account romeo@example.org")
  static final class Show implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Option(names = "--account", required = true, paramLabel = "ADDRESS", description = "Whose.")
    private String account = "";

    @Parameters(
        arity = "0..1",
        paramLabel = "NAME",
        description = "Which; without it the active one.")
    private @Nullable String name;

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(new ScriptRequest.ShowScript(account, name), ScriptText::text);
    }
  }

  /// `posthorn sieve put`.
  @Command(
      name = "put",
      description = "Stores a script, new or instead of the one of its name, when it compiles.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = "  posthorn sieve put vacation.sieve --account romeo@example.org --activate")
  static final class Put implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Option(names = "--account", required = true, paramLabel = "ADDRESS", description = "Whose.")
    private String account = "";

    @Parameters(paramLabel = "SCRIPT", description = "A file.")
    private Path script = Path.of("");

    @Option(
        names = "--name",
        paramLabel = "NAME",
        description = "What it is called; without it as the file, without .sieve.")
    private @Nullable String name;

    @Option(names = "--activate", description = "Run it from now on.")
    private boolean activate;

    @Override
    public Integer call() throws AdminRefused, ConfigException, IOException {
      var called = name == null ? name(script) : name;
      var request = new ScriptRequest.PutScript(account, called, text(script), activate);
      return asking.answer(
          request,
          put -> lines(put.problems()) + called + (activate ? " runs from now on" : " is stored"));
    }
  }

  /// `posthorn sieve activate`.
  @Command(
      name = "activate",
      description = "Makes a script the one that runs, or none.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = {
        "  posthorn sieve activate vacation --account romeo@example.org",
        "  posthorn sieve activate --none --account romeo@example.org"
      })
  static final class Activate implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Option(names = "--account", required = true, paramLabel = "ADDRESS", description = "Whose.")
    private String account = "";

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Which.")
    private @Nullable String name;

    @Option(names = "--none", description = "Run none.")
    private boolean none;

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      if (none == (name != null)) throw new AdminRefused("Name a script, or say --none.");
      return asking.answer(new ScriptRequest.ActivateScript(account, name), Done::what);
    }
  }

  /// `posthorn sieve remove`.
  @Command(
      name = "remove",
      description = "Removes a script that is not active.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = "  posthorn sieve remove vacation --account romeo@example.org")
  static final class Remove implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Option(names = "--account", required = true, paramLabel = "ADDRESS", description = "Whose.")
    private String account = "";

    @Parameters(paramLabel = "NAME", description = "Which.")
    private String name = "";

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(new ScriptRequest.RemoveScript(account, name), Done::what);
    }
  }
}
