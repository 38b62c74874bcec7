package org.posthorn.domain.feedback;

import java.util.List;
import org.posthorn.domain.guard.DmarcObservation;
import org.posthorn.wire.mail.EmailAddress;

/// What is seen goes to the counts, what others report to us to the sums. Any thread may call.
public record FeedbackDesk(Observations observations, ReportIntake intake) implements Feedback {

  @Override
  public void observed(DmarcObservation observation, List<EmailAddress> recipients) {
    observations.observed(observation, recipients);
  }

  @Override
  public void delivered(Arrival arrival) {
    intake.delivered(arrival);
  }
}
