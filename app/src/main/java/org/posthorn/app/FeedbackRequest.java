package org.posthorn.app;

import org.jspecify.annotations.Nullable;
import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.FeedbackAnswer.FeedbackPage;
import org.posthorn.app.FeedbackAnswer.FeedbackRows;
import org.posthorn.app.FeedbackAnswer.FeedbackSums;
import org.posthorn.app.FeedbackAnswer.ReceivedPage;
import org.posthorn.app.QueueAnswer.SuppressionPage;

/// Asks about reports to and from other domains, and addresses that get no mail.
sealed interface FeedbackRequest<R extends AdminAnswer> extends AdminRequest.OfStore<R> {

  /// Forbids mail to an address, or to all of `@domain`.
  record AddSuppression(String pattern, String reason) implements FeedbackRequest<Done> {}

  record ListSuppressions() implements FeedbackRequest<SuppressionPage> {}

  record RemoveSuppression(String pattern) implements FeedbackRequest<Done> {}

  /// Reports to other domains.
  ///
  /// @param domain null for all
  record ListFeedback(@Nullable String domain, int limit)
      implements FeedbackRequest<FeedbackPage> {}

  /// What a domain is told about a day.
  ///
  /// @param day `2026-11-25`; null is the newest
  record ShowFeedback(String domain, @Nullable String day)
      implements FeedbackRequest<FeedbackRows> {}

  /// Which hosts send in a domain's name, and how TLS with its hosts went, as others report it.
  ///
  /// @param days back from today
  record SumFeedback(String domain, int days, int limit) implements FeedbackRequest<FeedbackSums> {}

  /// Reports that others have sent us.
  ///
  /// @param domain of ours; null for all
  record ListReceived(@Nullable String domain, int limit)
      implements FeedbackRequest<ReceivedPage> {}
}
