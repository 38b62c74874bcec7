package org.posthorn.app;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.MailAnswer.DeletedPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `posthorn message deleted` and `posthorn message restore`.
final class DeletedCommand {

  private DeletedCommand() {}

  /// `posthorn message deleted`.
  @Command(
      name = "deleted",
      description = {
        "Lists messages of an account that were deleted and can be put back, the last deleted"
            + " first.",
        "Moved messages, those in Trash included, are not among them."
      },
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = "  posthorn message deleted romeo@example.org --mailbox Sent --text balcony")
  static final class Listed implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(paramLabel = "ACCOUNT", description = "Its address.")
    private String account = "";

    @Option(names = "--mailbox", paramLabel = "NAME", description = "Only those that were in it.")
    private @Nullable String mailbox;

    @Option(
        names = "--text",
        paramLabel = "TEXT",
        description = "Only those that have this in the subject or the sender.")
    private @Nullable String text;

    @Option(
        names = "--limit",
        paramLabel = "N",
        defaultValue = "50",
        description = "At most so many; the default is 50, the most 1,000.")
    private int limit;

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(
          new MailRequest.ListDeleted(account, mailbox, text, limit), Listed::words);
    }

    private static String words(DeletedPage page) {
      if (page.kept() == 0) return "nothing can be put back";
      var table = new Table("ID", "DELETED AT", "MAILBOX", "DATE", "FROM", "SUBJECT");
      for (var one : page.messages())
        table.row(
            String.valueOf(one.id()),
            one.deletedAt().toString(),
            one.mailbox(),
            one.date().toString(),
            one.from(),
            one.subject());
      var all = "%,d deleted messages are kept, %,d bytes".formatted(page.kept(), page.bytes());
      return page.messages().isEmpty() ? "none of these; " + all : table + "\n" + all;
    }
  }

  /// `posthorn message restore`.
  @Command(
      name = "restore",
      description =
          "Puts deleted messages back into the mailboxes that they were in, with their flags; the"
              + " audit log says so.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = {
        "  posthorn message restore romeo@example.org 4711 4712",
        "  posthorn message restore romeo@example.org --since 2h --mailbox Projects"
      })
  static final class Restore implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(index = "0", paramLabel = "ACCOUNT", description = "Its address.")
    private String account = "";

    @Parameters(
        index = "1..*",
        arity = "0..*",
        paramLabel = "ID",
        description = "As \"posthorn message deleted\" lists them.")
    private List<Long> ids = List.of();

    @Option(
        names = "--since",
        paramLabel = "TIME",
        description = "All that were deleted within so long, such as 30m, 2h or 3d.")
    private @Nullable String since;

    @Option(
        names = "--mailbox",
        paramLabel = "NAME",
        description = "With --since: only those that were in it.")
    private @Nullable String mailbox;

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      if (since == null && mailbox != null)
        throw new AdminRefused("--mailbox goes with --since; ids need no mailbox.");
      return asking.answer(
          new MailRequest.RestoreMessages(account, ids, seconds(since), mailbox), Done::what);
    }

    private static @Nullable Long seconds(@Nullable String text) throws AdminRefused {
      try {
        return text == null ? null : ConfigValues.duration(text).toSeconds();
      } catch (IllegalArgumentException e) {
        throw new AdminRefused("--since: " + e.getMessage());
      }
    }
  }
}
