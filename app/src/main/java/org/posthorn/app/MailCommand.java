package org.posthorn.app;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.posthorn.app.MailAnswer.Transferred;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `posthorn mail …`.
@Command(
    name = "mail",
    description = "People's mail: brought here from another server.",
    mixinStandardHelpOptions = true,
    subcommands = MailCommand.Import.class)
final class MailCommand {

  /// `posthorn mail import`.
  @Command(
      name = "import",
      description = {
        "Brings the mail of another server's Maildir into an account: folders, flags, dates and",
        "subscriptions, and the UIDs of Dovecot and Courier, so that mail programs download",
        "nothing again. It may be run again, also after it was cut short: only what is new comes.",
        "The server reads the files, so its user must have the right to. Quotas do not count here."
      },
      mixinStandardHelpOptions = true,
      footerHeading = "%nExit codes:%n",
      footer = {
        "  0 when everything is here, 1 when something was left out; each is named with its"
            + " reason.",
        "",
        "Examples:",
        "  posthorn mail import romeo@example.org --maildir /var/vmail/example.org/romeo/Maildir"
      })
  static final class Import implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(paramLabel = "ACCOUNT", description = "Whose mail it becomes.")
    private String account = "";

    @Option(
        names = "--maildir",
        paramLabel = "DIR",
        required = true,
        description = "The folder that holds cur, new and the folders .NAME.")
    private Path maildir = Path.of("");

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      var request =
          new MailRequest.ImportMaildir(account, maildir.toAbsolutePath().normalize().toString());
      var report =
          asking.with(
              administration -> administration.ask(request, new ProgressLine(asking.err())));
      asking.print(report, Import::words);
      return (report.failed() == 0 ? ExitCode.OK : ExitCode.FAILED).number();
    }

    private static String words(Transferred report) {
      var text = new StringBuilder();
      for (var note : report.notes()) text.append("%s: %s%n".formatted(note.file(), note.reason()));
      for (var fault : report.faults())
        text.append("left out: %s: %s%n".formatted(fault.file(), fault.reason()));
      if (report.failed() > report.faults().size())
        text.append("and %,d more%n".formatted(report.failed() - report.faults().size()));
      return text.append(
              "%,d messages imported, %,d were here already, %,d left out"
                  .formatted(report.imported(), report.known(), report.failed()))
          .toString();
    }
  }
}
