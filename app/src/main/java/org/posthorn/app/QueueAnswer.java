package org.posthorn.app;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is answered about mail on its way to others.
sealed interface QueueAnswer extends AdminAnswer {

  record QueuePage(List<QueuedMessage> messages, @Nullable String next) implements QueueAnswer {
    public QueuePage {
      messages = List.copyOf(messages);
    }
  }

  /// A message for one destination.
  ///
  /// @param state `sending`, `held`, `planned`, `waiting`, or `joining` for parts that wait for
  ///   others
  /// @param next when it is tried
  /// @param reason why it is still here; null when nothing went wrong
  record QueuedMessage(
      String entry,
      String message,
      String destination,
      String sender,
      List<String> recipients,
      String state,
      String priority,
      long octets,
      Instant accepted,
      Instant next,
      Instant expires,
      int attempts,
      @Nullable String reason) {
    public QueuedMessage {
      recipients = List.copyOf(recipients);
    }
  }

  record QueueCounts(List<QueueCount> counts) implements QueueAnswer {
    public QueueCounts {
      counts = List.copyOf(counts);
    }
  }

  record QueueCount(String key, long messages, long octets, Instant oldest) {}

  record SuppressionPage(List<OneSuppression> suppressions) implements QueueAnswer {
    public SuppressionPage {
      suppressions = List.copyOf(suppressions);
    }
  }

  record OneSuppression(String pattern, String reason, Instant since, @Nullable Instant until) {}
}
