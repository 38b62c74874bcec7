package org.posthorn.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.posthorn.app.SiteAnswer.Examination;
import org.posthorn.app.SiteAnswer.OneFinding;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `posthorn doctor`.
@Command(
    name = "doctor",
    description = {
      "Looks for what is wrong, as others see it: the DNS of every domain, name servers,",
      "certificates, ports, clock, disk. Each fault comes with what mends it. Works with a server",
      "and without; only with one are its ports tried."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0 when nothing is wrong (hints are not counted), 1 when something is.",
      "",
      "Examples:",
      "  posthorn doctor                    all domains",
      "  posthorn doctor example.org --all  one of them, with what is fine, too",
      "  posthorn doctor --json"
    })
final class DoctorCommand implements Callable<Integer> {
  @Mixin private Asking asking = new Asking();

  @Parameters(paramLabel = "DOMAIN", description = "Domains of ours. Without any: all.")
  private List<String> domains = new ArrayList<>();

  @Option(names = "--all", description = "Show what is fine, too.")
  private boolean all;

  @Option(
      names = "--limit",
      paramLabel = "SECONDS",
      description = "How long it may take. Without it: 60.")
  private int seconds = 60;

  @Override
  public Integer call() throws AdminRefused, ConfigException {
    var request = new AdminRequest.Examine(domains, seconds);
    var found = asking.with(administration -> administration.ask(request));
    asking.print(found, this::words);
    return (found.count("fault") == 0 ? ExitCode.OK : ExitCode.FAILED).number();
  }

  private String words(Examination found) {
    var text = new StringBuilder();
    for (var level : List.of("fault", "hint", "fine"))
      for (var finding : found.findings())
        if (finding.level().equals(level) && (all || !level.equals("fine")))
          text.append(block(finding));
    return text.append(
            "%d faults, %d hints, %d checks fine"
                .formatted(found.count("fault"), found.count("hint"), found.count("fine")))
        .toString();
  }

  private static String block(OneFinding finding) {
    var text = new StringBuilder();
    text.append(finding.level().toUpperCase(Locale.ROOT)).append("  ");
    text.append(finding.check()).append(": ").append(finding.what()).append('\n');
    if (!finding.why().isEmpty()) text.append("  ").append(finding.why()).append('\n');
    for (var line : finding.mend()) text.append("    ").append(line).append('\n');
    return text.append('\n').toString();
  }
}
