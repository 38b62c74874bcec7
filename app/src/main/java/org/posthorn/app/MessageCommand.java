package org.posthorn.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import org.posthorn.app.ContentAnswer.ContentExplanation;
import org.posthorn.app.MailAnswer.MessageStory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `posthorn message …`.
@Command(
    name = "message",
    description = "What happened to messages, and those that were deleted.",
    mixinStandardHelpOptions = true,
    subcommands = {
      MessageCommand.Trace.class,
      MessageCommand.Find.class,
      MessageCommand.Explain.class,
      DeletedCommand.Listed.class,
      DeletedCommand.Restore.class
    })
final class MessageCommand {

  /// `posthorn message trace`.
  @Command(
      name = "trace",
      description =
          "Tells all that happened to a message, from the connection that brought it to its last"
              + " delivery.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = "  posthorn message trace 1a2b3c4d5exy")
  static final class Trace implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(
        paramLabel = "ID",
        description = "As in the answer to its sender, its Received field and the log.")
    private String id = "";

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      return asking.answer(new MailRequest.TraceMessage(id), Trace::words);
    }

    private static String words(MessageStory story) {
      var text = new StringBuilder();
      for (var event : story.events()) {
        text.append(event.at()).append("  ").append(event.kind()).append('\n');
        event.words().lines().forEach(line -> text.append("    ").append(line).append('\n'));
      }
      return text.toString();
    }
  }

  /// `posthorn message find`.
  @Command(
      name = "find",
      description = "Looks for messages by addresses and names in the first lines of their trace.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = "  posthorn message find romeo@example.org friar@example.com --days 30")
  static final class Find implements Callable<Integer> {
    @Mixin private Asking asking = new Asking();

    @Parameters(arity = "0..10", paramLabel = "TEXT", description = "All of these.")
    private List<String> texts = List.of();

    @Option(
        names = "--days",
        paramLabel = "N",
        defaultValue = "7",
        description = "Those of the last N days; the default is 7.")
    private int days;

    @Option(
        names = "--limit",
        paramLabel = "N",
        defaultValue = "50",
        description = "At most so many, the newest first; the default is 50.")
    private int limit;

    @Override
    public Integer call() throws AdminRefused, ConfigException {
      var now = Instant.now();
      var from = now.minus(Duration.ofDays(days));
      return asking.answer(
          new MailRequest.FindMessages(texts, from, now.plusSeconds(60), limit), Find::lines);
    }

    private static String lines(MessageStory story) {
      if (story.events().isEmpty()) return "no such message";
      var table = new Table("MESSAGE", "CAME AT", "WHAT");
      for (var event : story.events())
        table.row(
            event.message(), event.at(), event.words().lines().limit(1).findFirst().orElse(""));
      return table.toString();
    }
  }

  /// `posthorn message explain`.
  @Command(
      name = "explain",
      description = "Says what would be done to a message of one of our users, and why.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = "  posthorn message explain a.eml --from romeo@example.org --to friar@example.com")
  static final class Explain implements Callable<Integer> {

    /// What fits into a request, in base64.
    private static final int MAX_OCTETS = 700 * 1024;

    @Mixin private Asking asking = new Asking();

    @Parameters(paramLabel = "FILE", description = "The message, as it is sent.")
    private Path file = Path.of("");

    @Option(names = "--from", required = true, paramLabel = "SENDER", description = "Who sends it.")
    private String from = "";

    @Option(
        names = "--to",
        required = true,
        paramLabel = "RECIPIENT",
        description = "Who gets it; may be repeated.")
    private List<String> to = List.of();

    @Override
    public Integer call() throws AdminRefused, ConfigException, IOException {
      if (Files.size(file) > MAX_OCTETS)
        throw new AdminRefused(
            "%s has more than %d octets. Leave attachments out; nothing is done to them."
                .formatted(file, MAX_OCTETS));
      var message = Base64.getEncoder().encodeToString(Files.readAllBytes(file));
      return asking.answer(new ContentRequest.ExplainMessage(message, from, to), Explain::words);
    }

    private static String words(ContentExplanation explanation) {
      var text = new StringBuilder();
      text.append(explanation.direction()).append(" mail of ").append(explanation.domain());
      for (var step : explanation.steps())
        text.append("\n  - ").append(step.step()).append(": ").append(step.reason());
      return text.toString();
    }
  }
}
