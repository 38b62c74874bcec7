package org.posthorn.app;

import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.FeedbackRequest.AddSuppression;
import org.posthorn.app.FeedbackRequest.RemoveSuppression;
import org.posthorn.app.QueueAnswer.OneSuppression;
import org.posthorn.app.QueueAnswer.SuppressionPage;
import org.posthorn.domain.queue.Suppression.Pattern;
import org.posthorn.domain.queue.Suppressions;

/// Who gets no mail from here: added, listed, removed.
final class SuppressionAdministration {
  private final Suppressions suppressions;

  SuppressionAdministration(Store store) {
    suppressions = store.suppressions();
  }

  Done add(AddSuppression request) throws AdminRefused {
    var pattern = pattern(request.pattern());
    suppressions.add(pattern, request.reason(), null);
    return new Done("no mail to " + pattern + " any more");
  }

  SuppressionPage list() {
    return new SuppressionPage(
        suppressions.list(null, Suppressions.MAX_LIMIT).stream()
            .map(one ->
                new OneSuppression(
                    one.pattern().toString(), one.reason(), one.since(), one.until()))
            .toList());
  }

  Done remove(RemoveSuppression request) throws AdminRefused {
    var pattern = pattern(request.pattern());
    if (!suppressions.remove(pattern)) throw new AdminRefused(pattern + " is not in the list.");
    return new Done("mail to " + pattern + " is taken again");
  }

  private static Pattern pattern(String text) throws AdminRefused {
    return text.startsWith("@")
        ? new Pattern.Domain(Words.domain(text.substring(1)))
        : new Pattern.Address(Words.address(text));
  }
}
