package org.posthorn.app;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.posthorn.app.MailAnswer.Transferred;
import org.posthorn.app.MailRequest.FileKind;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `posthorn mail export`.
@Command(
    name = "export",
    description = {
      "Writes an account's mail to files. Each mailbox is as it was at one moment. The files are",
      "there when all is written; an export that was cut short leaves .NAME.part beside the place.",
      "The server writes the files, so its user must have the right to."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0 when everything was written, 1 when something was left out; each is named with its"
          + " reason.",
      "",
      "Examples:",
      "  posthorn mail export romeo@example.org --maildir /srv/export/romeo",
      "  posthorn mail export romeo@example.org --zip /srv/export/romeo.zip"
    })
final class MailExportCommand implements Callable<Integer> {
  @Mixin private Asking asking = new Asking();

  @Parameters(paramLabel = "ACCOUNT", description = "Whose mail it is.")
  private String account = "";

  @ArgGroup(multiplicity = "1")
  private To to = new To();

  /// The form and the place: one of these.
  static final class To {
    @Option(
        names = "--maildir",
        paramLabel = "DIR",
        description = "A Maildir that a Dovecot can take over: UIDs, flags, subscriptions.")
    private @Nullable Path maildir;

    @Option(
        names = "--mbox",
        paramLabel = "DIR",
        description = "A folder of mboxes, with flags and UIDs.")
    private @Nullable Path mbox;

    @Option(names = "--eml", paramLabel = "DIR", description = "A folder of files UID.eml.")
    private @Nullable Path eml;

    @Option(names = "--zip", paramLabel = "FILE", description = "The same in a zip.")
    private @Nullable Path zip;
  }

  @Override
  public Integer call() throws AdminRefused, ConfigException {
    var report =
        asking.with(
            administration -> administration.ask(request(), new ProgressLine(asking.err())));
    asking.print(report, MailExportCommand::words);
    return (report.failed() == 0 ? ExitCode.OK : ExitCode.FAILED).number();
  }

  private static String words(Transferred report) {
    return MailCommand.faults(report)
        .append("%,d messages exported, %,d left out".formatted(report.imported(), report.failed()))
        .toString();
  }

  private MailRequest.ExportFiles request() {
    if (to.maildir != null) return request(FileKind.MAILDIR, to.maildir);
    if (to.mbox != null) return request(FileKind.MBOX, to.mbox);
    if (to.eml != null) return request(FileKind.EML, to.eml);
    return request(FileKind.ZIP, to.zip == null ? Path.of("") : to.zip);
  }

  private MailRequest.ExportFiles request(FileKind kind, Path path) {
    return new MailRequest.ExportFiles(account, kind, path.toAbsolutePath().normalize().toString());
  }
}
