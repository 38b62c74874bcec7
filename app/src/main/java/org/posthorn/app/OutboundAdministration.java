package org.posthorn.app;

import java.util.List;
import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.AdminAnswer.MessageStory;
import org.posthorn.app.AdminAnswer.OneSuppression;
import org.posthorn.app.AdminAnswer.StoryEvent;
import org.posthorn.app.AdminAnswer.SuppressionPage;
import org.posthorn.app.AdminRequest.AddSuppression;
import org.posthorn.app.AdminRequest.FindMessages;
import org.posthorn.app.AdminRequest.RemoveSuppression;
import org.posthorn.app.AdminRequest.TraceMessage;
import org.posthorn.domain.queue.Suppression.Pattern;
import org.posthorn.domain.queue.Suppressions;
import org.posthorn.domain.trace.TraceEvent;
import org.posthorn.domain.trace.TraceQuery;
import org.posthorn.domain.trace.Traces;

/// Who gets no mail from here, and what happened to messages.
final class OutboundAdministration {
  private final Suppressions suppressions;
  private final Traces traces;

  OutboundAdministration(Store store) {
    suppressions = store.suppressions();
    traces = store.traces();
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

  MessageStory trace(TraceMessage request) throws AdminRefused {
    var events = traces.of(request.id());
    if (events.isEmpty())
      throw new AdminRefused(
          "Nothing is known of a message %s. The id is in the answer to its sender, in its Received"
                  .formatted(request.id())
              + " field and in the log; posthorn message find looks by address.");
    return new MessageStory(answer(events));
  }

  MessageStory find(FindMessages request) throws AdminRefused {
    int limit = Math.clamp(request.limit(), 1, TraceQuery.MAX_LIMIT);
    try {
      var query = new TraceQuery(request.from(), request.to(), request.texts(), limit);
      return new MessageStory(answer(traces.find(query)));
    } catch (IllegalArgumentException e) {
      throw new AdminRefused("Too much is looked for: " + e.getMessage());
    }
  }

  private static List<StoryEvent> answer(List<TraceEvent> events) {
    return events.stream()
        .map(one -> new StoryEvent(one.message(), one.at(), one.kind().word(), one.words()))
        .toList();
  }
}
