package org.posthorn.app;

import java.util.List;
import java.util.concurrent.Callable;
import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.ContentAnswer.JournalPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `posthorn journal …`.
@Command(
    name = "journal",
    description =
        "Copies of mail for an archive, with the envelope that the message does not show.",
    mixinStandardHelpOptions = true,
    subcommands = {
      JournalCommand.Add.class,
      JournalCommand.ListAll.class,
      JournalCommand.Remove.class
    })
final class JournalCommand {

  /// `posthorn journal add`.
  @Command(
      name = "add",
      description =
          "Copies mail from now on. A copy is taken in the same commit as the message. Who adds and"
              + " removes rules is in the audit log.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = {
        "  posthorn journal add @example.org --to archive@example.org",
        "  posthorn journal add ceo@example.org --direction outgoing --stage received \\",
        "    --to in@archive.example.net"
      })
  static final class Add implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(
        paramLabel = "WHOSE",
        description = "*, an address, or @ and a domain: of who sends the mail or gets it.")
    private String whose = "";

    @Option(
        names = "--direction",
        split = ",",
        paramLabel = "DIRECTION",
        description = "incoming, outgoing, internal; may be repeated. Without it: all.")
    private List<String> directions = List.of();

    @Option(
        names = "--stage",
        paramLabel = "STAGE",
        defaultValue = "delivered",
        description = {
          "received: as the sender handed it in, before anything was looked at or changed.",
          "delivered: with results of checks, disclaimers and signatures. Default: delivered."
        })
    private String stage = "";

    @Option(
        names = "--to",
        required = true,
        paramLabel = "ADDRESS",
        description = "Who gets the copies: an account here, or an archive elsewhere.")
    private String to = "";

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(
          new ContentRequest.AddJournalRule(whose, directions, stage, to), Done::what);
    }
  }

  /// `posthorn journal list`.
  @Command(name = "list", description = "Lists the rules.", mixinStandardHelpOptions = true)
  static final class ListAll implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(new ContentRequest.ListJournalRules(), ListAll::table);
    }

    private static String table(JournalPage page) {
      var table = new Table("RULE", "WHOSE", "DIRECTIONS", "STAGE", "TO");
      for (var one : page.rules())
        table.row(
            Long.toString(one.number()),
            one.whose(),
            String.join(", ", one.directions()),
            one.stage(),
            one.to());
      return table.toString();
    }
  }

  /// `posthorn journal remove`.
  @Command(name = "remove", description = "Copies no more.", mixinStandardHelpOptions = true)
  static final class Remove implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(paramLabel = "RULE", description = "Its number.")
    private long number;

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(new ContentRequest.RemoveJournalRule(number), Done::what);
    }
  }
}
