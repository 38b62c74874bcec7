package org.posthorn.app;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.posthorn.app.MailAnswer.Transferred;
import org.posthorn.app.MailRequest.FileKind;
import org.posthorn.app.MailRequest.FromLines;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `posthorn mail …`.
@Command(
    name = "mail",
    description = "People's mail: brought here from another server, and written to files.",
    mixinStandardHelpOptions = true,
    subcommands = {MailCommand.Import.class, ImapImportCommand.class, MailExportCommand.class})
final class MailCommand {

  /// `posthorn mail import`.
  @Command(
      name = "import",
      description = {
        "Brings mail from files into an account: another server's Maildir, with the UIDs of",
        "Dovecot and Courier, so that mail programs download nothing again; an mbox or a folder of",
        "them, a tree of files *.eml, or a zip of either. Folders, flags, dates and subscriptions",
        "come along as far as the files have them. It may be run again, also after it was cut",
        "short: only what is new comes, and flags that were changed there.",
        "The server reads the files, so its user must have the right to. Quotas do not count here."
      },
      mixinStandardHelpOptions = true,
      footerHeading = "%nExit codes:%n",
      footer = {
        "  0 when everything is here, 1 when something was left out; each is named with its"
            + " reason.",
        "",
        "Examples:",
        "  posthorn mail import romeo@example.org --maildir /var/vmail/example.org/romeo/Maildir",
        "  posthorn mail import romeo@example.org --mbox /var/mail/romeo",
        "  posthorn mail import romeo@example.org --zip /tmp/takeout.zip --into Takeout"
      })
  static final class Import implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(paramLabel = "ACCOUNT", description = "Whose mail it becomes.")
    private String account = "";

    @ArgGroup(multiplicity = "1")
    private From from = new From();

    /// Where the mail is: one of these.
    static final class From {
      @Option(
          names = "--maildir",
          paramLabel = "DIR",
          description = "The folder that holds cur, new and the folders .NAME.")
      private @Nullable Path maildir;

      @Option(
          names = "--mbox",
          paramLabel = "FILE",
          description = "An mbox, or a folder of them, as Thunderbird and others have it.")
      private @Nullable Path mbox;

      @Option(
          names = "--eml",
          paramLabel = "DIR",
          description = "A folder of files *.eml and such folders.")
      private @Nullable Path eml;

      @Option(names = "--zip", paramLabel = "FILE", description = "A zip of *.eml or mboxes.")
      private @Nullable Path zip;
    }

    @Option(
        names = "--into",
        paramLabel = "MAILBOX",
        description = "Into or below this mailbox; an mbox comes into INBOX without it.")
    private @Nullable String into;

    @Option(
        names = "--plain-from",
        description = "Lines \">From \" in an mbox are as they were written; nothing comes off.")
    private boolean plainFrom;

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      var report =
          asking.with(
              administration -> administration.ask(request(), new ProgressLine(asking.err())));
      asking.print(report, MailCommand::words);
      return (report.failed() == 0 ? ExitCode.OK : ExitCode.FAILED).number();
    }

    private MailRequest.ImportFiles request() {
      if (from.maildir != null) return request(FileKind.MAILDIR, from.maildir);
      if (from.mbox != null) return request(FileKind.MBOX, from.mbox);
      if (from.eml != null) return request(FileKind.EML, from.eml);
      return request(FileKind.ZIP, from.zip == null ? Path.of("") : from.zip);
    }

    private MailRequest.ImportFiles request(FileKind kind, Path path) {
      var whole = path.toAbsolutePath().normalize().toString();
      var fromLines = plainFrom ? FromLines.PLAIN : FromLines.QUOTED;
      return new MailRequest.ImportFiles(account, kind, whole, into, fromLines);
    }
  }

  /// What a transfer has done, as people read it.
  static String words(Transferred report) {
    return faults(report)
        .append(
            "%,d messages imported, %,d were here already, %,d left out"
                .formatted(report.imported(), report.known(), report.failed()))
        .toString();
  }

  /// What was left out or is not as it was, a line each.
  static StringBuilder faults(Transferred report) {
    var text = new StringBuilder();
    for (var note : report.notes()) text.append("%s: %s%n".formatted(note.file(), note.reason()));
    for (var fault : report.faults())
      text.append("left out: %s: %s%n".formatted(fault.file(), fault.reason()));
    if (report.failed() > report.faults().size())
      text.append("and %,d more%n".formatted(report.failed() - report.faults().size()));
    if (report.updated() > 0)
      text.append("%,d have other flags there now, and here%n".formatted(report.updated()));
    return text;
  }
}
