package org.posthorn.app;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.FeedbackAnswer.FeedbackPage;
import org.posthorn.app.FeedbackAnswer.FeedbackRows;
import org.posthorn.app.FeedbackAnswer.FeedbackSums;
import org.posthorn.app.FeedbackAnswer.ReceivedPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `posthorn feedback …`.
@Command(
    name = "feedback",
    description = "Daily reports to other domains about their mail and their TLS (DMARC, TLSRPT).",
    mixinStandardHelpOptions = true,
    subcommands = {
      FeedbackCommand.ListAll.class,
      FeedbackCommand.Show.class,
      FeedbackCommand.SendNow.class,
      FeedbackCommand.Received.class,
      FeedbackCommand.Sources.class
    })
final class FeedbackCommand {

  private static Object orDash(@Nullable Object value) {
    return value == null ? "-" : value;
  }

  /// `posthorn feedback list`.
  @Command(
      name = "list",
      description = "Lists the reports of the last two weeks, and what became of them.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = "  posthorn feedback list example.com")
  static final class ListAll implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(arity = "0..1", paramLabel = "DOMAIN", description = "Only those for it.")
    private @Nullable String domain;

    @Option(
        names = "--limit",
        paramLabel = "N",
        defaultValue = "200",
        description = "At most so many, the newest first; the default is 200.")
    private int limit;

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(new FeedbackRequest.ListFeedback(domain, limit), ListAll::table);
    }

    private static String table(FeedbackPage page) {
      var table = new Table("DAY", "KIND", "DOMAIN", "ROWS", "DUE", "WHAT BECAME OF IT");
      for (var one : page.reports())
        table.row(
            one.day(),
            one.kind(),
            one.domain(),
            one.rows(),
            orDash(one.due()),
            orDash(one.outcome()));
      return table.toString();
    }
  }

  /// `posthorn feedback show`.
  @Command(
      name = "show",
      description = "Shows what a domain is told about a day.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = "  posthorn feedback show example.com --day 2026-11-25")
  static final class Show implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(paramLabel = "DOMAIN", description = "Whom the report is for.")
    private String domain = "";

    @Option(
        names = "--day",
        paramLabel = "DAY",
        description = "A day of UTC; without it the newest that something is known of.")
    private @Nullable String day;

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(new FeedbackRequest.ShowFeedback(domain, day), Show::tables);
    }

    private static String tables(FeedbackRows rows) {
      var mail = new Table("MESSAGES", "CLIENT", "DONE", "DKIM", "SPF", "FROM", "ENVELOPE");
      for (var one : rows.mail())
        mail.row(
            one.messages(),
            one.source(),
            one.disposition(),
            one.dkim(),
            one.spf(),
            one.headerFrom(),
            orDash(one.envelopeFrom()));
      var tls = new Table("SESSIONS", "POLICY", "RESULT", "HOST", "WHY");
      for (var one : rows.tls())
        tls.row(
            one.sessions(), one.policy(), one.result(), orDash(one.host()), orDash(one.reason()));
      var text = new StringBuilder(rows.day()).append('\n');
      if (!rows.mail().isEmpty()) text.append('\n').append(mail);
      if (!rows.tls().isEmpty()) text.append('\n').append(tls);
      return text.toString();
    }
  }

  /// `posthorn feedback send-now`.
  @Command(
      name = "send-now",
      description = "Sends the reports that wait, without waiting for their hour.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = "  posthorn feedback send-now example.com")
  static final class SendNow implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(arity = "0..1", paramLabel = "DOMAIN", description = "Only those for it.")
    private @Nullable String domain;

    @Option(
        names = "--today",
        description =
            "Also about today, as far as it has gone; all of it is told again when it is over.")
    private boolean today;

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(new AdminRequest.SendFeedback(domain, today), Done::what);
    }
  }

  /// `posthorn feedback received`.
  @Command(
      name = "received",
      description = "Lists the reports that others have sent about your domains.",
      mixinStandardHelpOptions = true)
  static final class Received implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(arity = "0..1", paramLabel = "DOMAIN", description = "Only those about it.")
    private @Nullable String domain;

    @Option(
        names = "--limit",
        paramLabel = "N",
        defaultValue = "200",
        description = "At most so many, the newest first; the default is 200.")
    private int limit;

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(new FeedbackRequest.ListReceived(domain, limit), Received::table);
    }

    private static String table(ReceivedPage page) {
      var table = new Table("CAME AT", "KIND", "DOMAIN", "FROM", "ABOUT", "TOTAL", "FAILED");
      for (var one : page.reports())
        table.row(
            one.at(),
            one.kind(),
            one.domain(),
            one.reporter(),
            one.begin(),
            one.total(),
            one.failed());
      return table.toString();
    }
  }

  /// `posthorn feedback sources`.
  @Command(
      name = "sources",
      description =
          "Shows which hosts send in a domain's name, and how TLS with its mail servers went, as"
              + " others report it.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = "  posthorn feedback sources example.org --days 30")
  static final class Sources implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(paramLabel = "DOMAIN", description = "A domain of yours.")
    private String domain = "";

    @Option(
        names = "--days",
        paramLabel = "N",
        defaultValue = "30",
        description = "Of the last N days; the default is 30, the most 180.")
    private int days;

    @Option(
        names = "--limit",
        paramLabel = "N",
        defaultValue = "1000",
        description = "At most so many hosts, those that send most first; the default is 1000.")
    private int limit;

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(new FeedbackRequest.SumFeedback(domain, days, limit), Sources::tables);
    }

    private static String tables(FeedbackSums sums) {
      if (sums.sources().isEmpty() && sums.sessions().isEmpty())
        return "nobody has reported anything";
      var mail = new Table("HOST", "MESSAGES", "PASS", "FAIL", "DKIM", "SPF", "REFUSED");
      for (var one : sums.sources())
        mail.row(
            one.source(),
            one.messages(),
            one.passed(),
            one.messages() - one.passed(),
            one.dkim(),
            one.spf(),
            one.refused());
      var tls = new Table("FROM", "SESSIONS", "POLICY", "RESULT", "HOST");
      for (var one : sums.sessions())
        tls.row(one.reporter(), one.sessions(), one.policy(), one.result(), one.host());
      var text = new StringBuilder();
      if (!sums.sources().isEmpty()) text.append(mail);
      if (!sums.sessions().isEmpty()) text.append(text.isEmpty() ? "" : "\n").append(tls);
      return text.toString();
    }
  }
}
