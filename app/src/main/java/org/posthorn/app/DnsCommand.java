package org.posthorn.app;

import java.util.concurrent.Callable;
import org.posthorn.app.SiteAnswer.RecordPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `posthorn dns …`.
@Command(
    name = "dns",
    description = "What has to be in DNS.",
    mixinStandardHelpOptions = true,
    subcommands = DnsCommand.Records.class)
final class DnsCommand {

  /// `posthorn dns records`.
  @Command(
      name = "records",
      description = {
        "Prints what a domain has to publish, as lines of a zone file. Whether it does, the"
            + " command",
        "doctor says."
      },
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = {
        "  posthorn dns records example.org",
        "  posthorn dns records example.org --json     name, type and data apart, without quotes"
      })
  static final class Records implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(paramLabel = "DOMAIN", description = "One of our domains.")
    private String domain = "";

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(new AdminRequest.ListRecords(domain), Records::words);
    }

    private static String words(RecordPage page) {
      var text = new StringBuilder();
      for (var record : page.records()) text.append(record.zone()).append('\n');
      return text.toString();
    }
  }
}
