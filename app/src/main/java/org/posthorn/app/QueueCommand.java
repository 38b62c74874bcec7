package org.posthorn.app;

import java.util.ArrayList;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.AdminRequest.QueueDeed;
import org.posthorn.app.QueueAnswer.QueueCounts;
import org.posthorn.app.QueueAnswer.QueuePage;
import org.posthorn.app.QueueAnswer.QueuedMessage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `posthorn queue …`.
@Command(
    name = "queue",
    description = "Mail that waits: for other servers, or for its other parts.",
    mixinStandardHelpOptions = true,
    subcommands = {
      QueueCommand.ListAll.class,
      QueueCommand.Count.class,
      QueueCommand.Hold.class,
      QueueCommand.Release.class,
      QueueCommand.Retry.class,
      QueueCommand.Bounce.class,
      QueueCommand.Delete.class,
      QueueCommand.Reroute.class
    })
final class QueueCommand {

  /// What all have in common that change something.
  abstract static class Change implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();
    @Mixin private QueueOptions options = new QueueOptions();

    abstract QueueDeed deed();

    /// See [AdminRequest.ChangeQueue].
    @Nullable String argument() {
      return null;
    }

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      var selection = options.forChange();
      return asking.answer(new AdminRequest.ChangeQueue(selection, deed(), argument()), Done::what);
    }
  }

  /// `posthorn queue list`.
  @Command(
      name = "list",
      description = "Lists messages, the oldest first.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = {
        "  posthorn queue list --to example.org",
        "  posthorn queue list --state held --json"
      })
  static final class ListAll implements Callable<Integer> {
    private static final int PAGE = 1_000;

    @Mixin private Asking asking = new Asking();
    @Mixin private QueueOptions options = new QueueOptions();

    @Option(
        names = "--limit",
        paramLabel = "N",
        defaultValue = "100",
        description = "At most so many; the default is 100.")
    private int limit;

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      var all =
          asking.with(administration -> {
            var found = new ArrayList<QueuedMessage>();
            String after = null;
            do {
              int most = Math.min(PAGE, limit - found.size());
              var page =
                  administration.ask(new AdminRequest.ListQueue(options.selection(), after, most));
              found.addAll(page.messages());
              after = page.next();
            } while (after != null && found.size() < limit);
            return found;
          });
      return asking.print(new QueuePage(all, null), ListAll::table);
    }

    private static String table(QueuePage page) {
      if (page.messages().isEmpty()) return "nothing waits";
      var table = new Table("MESSAGE", "STATE", "NEXT TRY", "TO", "FROM", "OCTETS", "TRIES", "WHY");
      for (var one : page.messages())
        table.row(
            one.message(),
            one.state(),
            one.next(),
            to(one),
            one.sender(),
            one.octets(),
            one.attempts(),
            one.reason() == null ? "" : one.reason());
      return table.toString();
    }

    private static String to(QueuedMessage message) {
      var recipients = message.recipients();
      var first = recipients.getFirst();
      return recipients.size() == 1
          ? first
          : "%s and %d more".formatted(first, recipients.size() - 1);
    }
  }

  /// `posthorn queue count`.
  @Command(
      name = "count",
      description = "Counts messages by destination, sender, reason or age.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = "  posthorn queue count --by reason")
  static final class Count implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();
    @Mixin private QueueOptions options = new QueueOptions();

    @Option(
        names = "--by",
        paramLabel = "WHAT",
        defaultValue = "destination",
        description = "destination (the default), sender, reason or age.")
    private String by = "";

    @Option(
        names = "--limit",
        paramLabel = "N",
        defaultValue = "50",
        description = "At most so many; the default is 50.")
    private int limit;

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(
          new AdminRequest.CountQueue(options.selection(), by, limit), this::table);
    }

    private String table(QueueCounts counts) {
      if (counts.counts().isEmpty()) return "nothing waits";
      var table = new Table(by.toUpperCase(Locale.ROOT), "MESSAGES", "OCTETS", "OLDEST");
      for (var one : counts.counts())
        table.row(one.key(), one.messages(), one.octets(), one.oldest());
      return table.toString();
    }
  }

  /// `posthorn queue hold`.
  @Command(
      name = "hold",
      description = "Keeps messages from being tried until they are released.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = "  posthorn queue hold --to example.org")
  static final class Hold extends Change {
    @Override
    QueueDeed deed() {
      return QueueDeed.HOLD;
    }
  }

  /// `posthorn queue release`.
  @Command(
      name = "release",
      description = "Ends a hold; parts that wait for others go on as they are.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = "  posthorn queue release --state held")
  static final class Release extends Change {
    @Override
    QueueDeed deed() {
      return QueueDeed.RELEASE;
    }
  }

  /// `posthorn queue retry`.
  @Command(
      name = "retry",
      description = "Tries messages now, and the servers that could not be reached.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = "  posthorn queue retry --to example.org")
  static final class Retry extends Change {
    @Override
    QueueDeed deed() {
      return QueueDeed.RETRY;
    }
  }

  /// `posthorn queue bounce`.
  @Command(
      name = "bounce",
      description = "Sends messages back to their senders, with a report.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = "  posthorn queue bounce --message 1a2b3c4d5exy --because 'the address is wrong'")
  static final class Bounce extends Change {
    @Option(names = "--because", paramLabel = "TEXT", description = "What the senders are told.")
    private @Nullable String why;

    @Override
    QueueDeed deed() {
      return QueueDeed.BOUNCE;
    }

    @Override
    @Nullable String argument() {
      return why;
    }
  }

  /// `posthorn queue delete`.
  @Command(
      name = "delete",
      description = "Removes messages; nobody hears of it.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = "  posthorn queue delete --from spammer@example.org")
  static final class Delete extends Change {
    @Override
    QueueDeed deed() {
      return QueueDeed.DELETE;
    }
  }

  /// `posthorn queue reroute`.
  @Command(
      name = "reroute",
      description = "Sends messages another way: a domain, @ROUTE or HOST:PORT.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = "  posthorn queue reroute @provider --to example.org")
  static final class Reroute extends Change {
    @Parameters(paramLabel = "DESTINATION", description = "Where they go instead.")
    private String destination = "";

    @Override
    QueueDeed deed() {
      return QueueDeed.REROUTE;
    }

    @Override
    @Nullable String argument() {
      return destination;
    }
  }
}
