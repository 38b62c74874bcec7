package org.posthorn.app;

import java.util.List;
import org.posthorn.app.MailAnswer.MessageStory;
import org.posthorn.app.MailAnswer.StoryEvent;
import org.posthorn.app.MailRequest.FindMessages;
import org.posthorn.app.MailRequest.TraceMessage;
import org.posthorn.domain.trace.TraceEvent;
import org.posthorn.domain.trace.TraceQuery;
import org.posthorn.domain.trace.Traces;

/// What happened to messages, told and found.
final class MessageStories {
  private final Traces traces;

  MessageStories(Store store) {
    traces = store.traces();
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
