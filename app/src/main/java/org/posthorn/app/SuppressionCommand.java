package org.posthorn.app;

import java.util.concurrent.Callable;
import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.QueueAnswer.SuppressionPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `posthorn suppression …`.
@Command(
    name = "suppression",
    description = "Addresses elsewhere that get no mail from here.",
    mixinStandardHelpOptions = true,
    subcommands = {
      SuppressionCommand.Add.class,
      SuppressionCommand.ListAll.class,
      SuppressionCommand.Remove.class
    })
final class SuppressionCommand {

  /// `posthorn suppression add`.
  @Command(
      name = "add",
      description = "Refuses mail to an address elsewhere, or to a whole domain.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = {
        "  posthorn suppression add friar@example.com --reason 'wants no mail'",
        "  posthorn suppression add @example.com --reason 'the company is closed'"
      })
  static final class Add implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(paramLabel = "ADDRESS", description = "An address, or @DOMAIN.")
    private String pattern = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
    private String reason = "";

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(new FeedbackRequest.AddSuppression(pattern, reason), Done::what);
    }
  }

  /// `posthorn suppression list`.
  @Command(name = "list", description = "Lists them.", mixinStandardHelpOptions = true)
  static final class ListAll implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(new FeedbackRequest.ListSuppressions(), ListAll::table);
    }

    private static String table(SuppressionPage page) {
      var table = new Table("ADDRESS", "SINCE", "WHY");
      for (var one : page.suppressions()) table.row(one.pattern(), one.since(), one.reason());
      return table.toString();
    }
  }

  /// `posthorn suppression remove`.
  @Command(name = "remove", description = "Takes mail again.", mixinStandardHelpOptions = true)
  static final class Remove implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(paramLabel = "ADDRESS", description = "An address, or @DOMAIN.")
    private String pattern = "";

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(new FeedbackRequest.RemoveSuppression(pattern), Done::what);
    }
  }
}
