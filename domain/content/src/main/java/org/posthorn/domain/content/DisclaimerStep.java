package org.posthorn.domain.content;

import java.io.IOException;
import java.util.Locale;
import org.posthorn.domain.content.ContentFacts.Outcome;
import org.posthorn.wire.mail.TextAppending;

/// Appends the disclaimer of the sender's domain.
final class DisclaimerStep implements ContentStep {

  private static final String NAME = "disclaimer";

  private final Disclaimers disclaimers;

  DisclaimerStep(Disclaimers disclaimers) {
    this.disclaimers = disclaimers;
  }

  @Override
  public Outcome look(ContentFacts facts) throws IOException {
    var direction = facts.direction().name().toLowerCase(Locale.ROOT);
    var disclaimer = disclaimers.of(facts.sender(), facts.direction());
    if (disclaimer == null)
      return new Outcome.NotConcerned(
          NAME, "%s has none for %s mail".formatted(facts.sender(), direction));
    return switch (TextAppending.plan(facts.message(), facts.octets(), disclaimer.addition())) {
      case TextAppending.Result.Appended(var parts, var edit) ->
          new Outcome.Changed(
              NAME,
              "that of %s for %s mail was appended to %s"
                  .formatted(facts.sender(), direction, String.join(" and to ", parts)),
              edit);
      case TextAppending.Result.Untouched(var reason) ->
          new Outcome.Left(NAME, "not appended, because " + reason.words());
    };
  }
}
