package org.posthorn.domain.filters;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.posthorn.domain.filters.Filtered.Content;
import org.posthorn.domain.filters.Filtered.Filing;
import org.posthorn.domain.mailbox.Flags;
import org.posthorn.wire.sieve.Action;
import org.posthorn.wire.sieve.Facts;
import org.posthorn.wire.sieve.Script;
import org.posthorn.wire.sieve.Script.Tracing;
import org.posthorn.wire.sieve.SieveLimits;

/// Tries a script as if something had happened in a mailbox, and only tells what would be done.
final class EventTrial {

  private EventTrial() {}

  /// @param flags of the message
  static Filters.Trial run(
      Filters.Place place, Subject subject, Script script, EventItems items, List<String> flags)
      throws IOException {
    var owner = subject.account();
    Instant now = place.clock().instant();
    var facts =
        new Facts(
            subject.message(),
            null,
            items.environment(place, owner),
            flags,
            now.atZone(place.zone()),
            Facts.Scores.NONE,
            "+",
            new StoreOutside(place, owner, now));
    var outcome = script.run(facts, SieveLimits.ORDINARY, Tracing.ON);
    var story = new ArrayList<String>();
    var fault = outcome.fault();
    if (!script.isForImapEvents())
      story.add("it requires what answers to new mail, so it does not run (RFC 6785 §3.11)");
    else if (fault != null) story.add("failed and had no effect: " + fault);
    else for (var action : outcome.actions()) story.add(words(action));
    boolean kept =
        fault != null || outcome.actions().stream().anyMatch(Action.Keep.class::isInstance);
    if (!kept) story.add("the message is marked \\Deleted");
    var otherwise = new Filing(subject.place(), Flags.NONE, Content.AS_IT_CAME);
    var filtered = new Filtered(List.of(), otherwise, List.of(), List.of(), null, List.of(), story);
    return new Filters.Trial(filtered, outcome.trace());
  }

  private static String words(Action action) {
    return switch (action) {
      case Action.Keep keep ->
          keep.flags() == null ? "it stays" : "it stays, with the flags " + keep.flags();
      case Action.FileInto it -> "a copy goes into " + it.mailbox().name();
      case Action.Redirect it ->
          switch (it.to()) {
            case Action.RedirectTo.Address(var to) -> "sent on to " + to;
            case Action.RedirectTo.ExternalList(var uri, var addresses) ->
                "sent on to the list %s: %s".formatted(uri, addresses);
          };
      case Action.Notify it -> "a notification to " + it.method().uri();
      case Action.Discard _ -> "discarded";
      case Action.Reject _, Action.Vacation _ -> "nothing, since there is no new mail";
    };
  }
}
