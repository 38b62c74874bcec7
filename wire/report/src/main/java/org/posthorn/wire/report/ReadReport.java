package org.posthorn.wire.report;

import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.HeaderFields;

/// What a message turned out to report. All of it is what somebody says; nothing of it is proven.
public sealed interface ReadReport {

  /// What became of a message.
  ///
  /// @param original the header of the message that it is about, as far as it was returned
  record Delivery(DeliveryReport report, @Nullable HeaderFields original) implements ReadReport {}

  record Disposition(DispositionReport report, @Nullable HeaderFields original)
      implements ReadReport {}

  record Feedback(FeedbackReport report, HeaderFields original) implements ReadReport {}

  /// A message that is no report, or one too broken to be used.
  record None(String reason) implements ReadReport {}
}
