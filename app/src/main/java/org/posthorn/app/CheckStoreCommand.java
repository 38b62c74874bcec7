package org.posthorn.app;

import java.util.concurrent.Callable;
import org.posthorn.app.MailAnswer.CheckReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `posthorn check-store`.
@Command(
    name = "check-store",
    description = {
      "Looks for damage in what is stored: whether every counter says what its rows say and every",
      "message has its bytes. It changes nothing, and may run beside the server."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0 when all is well, 1 when there are faults.",
      "",
      "Examples:",
      "  posthorn check-store --data /var/lib/posthorn --full"
    })
final class CheckStoreCommand implements Callable<Integer> {
  @Mixin private Asking asking = new Asking();

  @Option(names = "--full", description = "Read every byte of every message, too.")
  private boolean full;

  @Override
  public Integer call() throws AdminRefused, ConfigException {
    var report =
        asking.with(administration ->
            administration.ask(new MailRequest.CheckStore(full), new ProgressLine(asking.err())));
    asking.print(report, CheckStoreCommand::words);
    return (report.faults().isEmpty() ? ExitCode.OK : ExitCode.FAILED).number();
  }

  private static String words(CheckReport report) {
    var text = new StringBuilder();
    report.faults().forEach(fault -> text.append(fault).append('\n'));
    return text.append(
            "%,d accounts, %,d messages, %s"
                .formatted(
                    report.accounts(),
                    report.messages(),
                    report.faults().isEmpty() ? "no faults" : report.faults().size() + " faults"))
        .toString();
  }
}
