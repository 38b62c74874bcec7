package org.posthorn.app;

import org.jspecify.annotations.Nullable;
import org.posthorn.app.AdminRequest.QueueSelection;
import picocli.CommandLine.Option;

/// Which messages of the queue a command means.
final class QueueOptions {
  @Option(
      names = "--to",
      paramLabel = "DESTINATION",
      description = "Those for this domain, or @ROUTE.")
  private @Nullable String destination;

  @Option(
      names = "--recipient",
      paramLabel = "TEXT",
      description = "Those with this in a recipient's address.")
  private @Nullable String recipient;

  @Option(
      names = "--from",
      paramLabel = "TEXT",
      description = "Those with this in the sender's address; empty for reports.")
  private @Nullable String sender;

  @Option(names = "--message", paramLabel = "ID", description = "This one.")
  private @Nullable String message;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description =
          "Those that are sending, held, planned, waiting, or joining: parts of a message that wait"
              + " for the others.")
  private @Nullable String state;

  @Option(
      names = "--why",
      paramLabel = "TEXT",
      description = "Those with this in the reason why they wait.")
  private @Nullable String reason;

  @Option(
      names = "--older",
      paramLabel = "TIME",
      description = "Those that came longer ago, such as 4h or 2d.")
  private @Nullable String older;

  @Option(names = "--all", description = "All of them.")
  private boolean all;

  QueueSelection selection() throws AdminRefused {
    return new QueueSelection(
        destination, sender, recipient, message, state, reason, older == null ? null : seconds());
  }

  private long seconds() throws AdminRefused {
    try {
      return ConfigValues.duration(String.valueOf(older)).toSeconds();
    } catch (IllegalArgumentException e) {
      throw new AdminRefused("--older: " + e.getMessage());
    }
  }

  /// For a command that changes something: nobody empties the queue by leaving something out.
  QueueSelection forChange() throws AdminRefused {
    var selection = selection();
    var nothing = new QueueSelection(null, null, null, null, null, null, null);
    if (selection.equals(nothing) != all)
      throw new AdminRefused("Say which messages are meant, or --all.");
    return selection;
  }
}
