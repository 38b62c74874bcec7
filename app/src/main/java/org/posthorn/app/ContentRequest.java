package org.posthorn.app;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.ContentAnswer.ContentExplanation;
import org.posthorn.app.ContentAnswer.DisclaimerPage;
import org.posthorn.app.ContentAnswer.JournalPage;

/// Asks about what is done to messages on their way, and what is copied of them.
sealed interface ContentRequest<R extends AdminAnswer> extends AdminRequest.OfStore<R> {

  /// Appends a text to mail of a domain from now on.
  ///
  /// @param direction `outgoing` or `internal`
  /// @param html null: made of the text
  record SetDisclaimer(String domain, String direction, String text, @Nullable String html)
      implements ContentRequest<Done> {}

  record ListDisclaimers() implements ContentRequest<DisclaimerPage> {}

  record RemoveDisclaimer(String domain, String direction) implements ContentRequest<Done> {}

  record AddJournalRule(String whose, List<String> directions, String stage, String to)
      implements ContentRequest<Done> {
    public AddJournalRule {
      directions = List.copyOf(directions);
    }
  }

  record ListJournalRules() implements ContentRequest<JournalPage> {}

  record RemoveJournalRule(long number) implements ContentRequest<Done> {}

  /// Tells what the content chain would do to a message of a user.
  ///
  /// @param message its octets in base64
  /// @param to who gets it; whether somebody is elsewhere decides the direction
  record ExplainMessage(String message, String from, List<String> to)
      implements ContentRequest<ContentExplanation> {
    public ExplainMessage {
      to = List.copyOf(to);
    }
  }
}
