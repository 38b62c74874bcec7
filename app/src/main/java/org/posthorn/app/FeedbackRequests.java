package org.posthorn.app;

import java.time.InstantSource;
import java.util.ArrayList;
import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.AdminRequest.SendFeedback;
import org.posthorn.domain.feedback.FeedbackSender;
import org.posthorn.domain.feedback.FeedbackStore;
import org.posthorn.domain.feedback.KeptReport;
import org.posthorn.domain.feedback.Observations;

/// Reports to other domains, sent by hand.
final class FeedbackRequests {
  private final FeedbackStore store;
  private final Observations observations;
  private final FeedbackSender sender;
  private final ReporterChoice choice;
  private final InstantSource clock;

  FeedbackRequests(
      FeedbackStore store,
      Observations observations,
      FeedbackSender sender,
      ReporterChoice choice,
      InstantSource clock) {
    this.store = store;
    this.observations = observations;
    this.sender = sender;
    this.choice = choice;
    this.clock = clock;
  }

  Done send(SendFeedback request) throws AdminRefused {
    var reporter = choice.reporter();
    if (reporter == null) throw new AdminRefused(choice.reason());
    observations.flush();
    var domain = request.domain() == null ? null : FeedbackAdministration.name(request.domain());
    var lines = new ArrayList<String>();
    for (var report : store.list(domain, FeedbackStore.MAX_LIMIT)) {
      if (report.due() == null || (isToday(report) && !request.today())) continue;
      var outcome = sender.sendNow(report, reporter);
      lines.add(report.key() + ": " + (outcome == null ? "is being sent already" : outcome));
    }
    return new Done(lines.isEmpty() ? "no report waits" : String.join("\n", lines));
  }

  private boolean isToday(KeptReport report) {
    return clock.instant().isBefore(report.key().end());
  }
}
