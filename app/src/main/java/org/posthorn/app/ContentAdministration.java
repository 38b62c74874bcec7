package org.posthorn.app;

import java.io.IOException;
import java.util.Base64;
import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.ContentAnswer.ContentExplanation;
import org.posthorn.app.ContentAnswer.DisclaimerPage;
import org.posthorn.app.ContentAnswer.ExplainedStep;
import org.posthorn.app.ContentAnswer.OneDisclaimer;
import org.posthorn.domain.content.ContentChain;
import org.posthorn.domain.content.ContentFacts;
import org.posthorn.domain.content.ContentFacts.Outcome;
import org.posthorn.domain.content.Direction;
import org.posthorn.domain.content.Disclaimer;
import org.posthorn.domain.content.Disclaimers;
import org.posthorn.domain.directory.Actor;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.directory.Resolution;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.MessageSource;
import org.posthorn.wire.mail.TextAppending.Addition;

/// What is done to mail on its way: disclaimers, and what the chain would do to a message.
final class ContentAdministration {
  private final Disclaimers disclaimers;
  private final Directory directory;
  private final ContentChain chain;
  private final Actor actor;

  ContentAdministration(Store store, Actor actor) {
    this.actor = actor;
    disclaimers = store.disclaimers();
    directory = store.directory();
    chain = new ContentChain(disclaimers);
  }

  Done set(ContentRequest.SetDisclaimer request) throws AdminRefused {
    var domain = Words.domain(request.domain());
    if (!directory.isOurs(domain)) throw new AdminRefused(domain + " is not one of our domains.");
    var direction = direction(request.direction());
    disclaimers.set(actor, new Disclaimer(domain, direction, addition(request)));
    return new Done(
        "%s mail of %s gets it from now on".formatted(ConfigValues.word(direction), domain));
  }

  private static Addition addition(ContentRequest.SetDisclaimer request) throws AdminRefused {
    var html = request.html();
    try {
      return html == null ? Addition.of(request.text()) : new Addition(request.text(), html);
    } catch (IllegalArgumentException e) {
      throw new AdminRefused("This is no disclaimer: " + e.getMessage() + ".");
    }
  }

  private static Direction direction(String word) throws AdminRefused {
    for (var direction : Direction.values())
      if (ConfigValues.word(direction).equals(word)) return direction;
    throw new AdminRefused("\"%s\" is neither outgoing nor internal.".formatted(word));
  }

  DisclaimerPage list() {
    return new DisclaimerPage(
        disclaimers.all().stream()
            .map(it ->
                new OneDisclaimer(
                    it.domain().text(),
                    ConfigValues.word(it.direction()),
                    it.addition().text(),
                    it.addition().html()))
            .toList());
  }

  Done remove(ContentRequest.RemoveDisclaimer request) throws AdminRefused {
    var domain = Words.domain(request.domain());
    if (!disclaimers.remove(actor, domain, direction(request.direction())))
      throw new AdminRefused(
          "%s has no disclaimer for %s mail.".formatted(domain, request.direction()));
    return new Done("removed");
  }

  ContentExplanation explain(ContentRequest.ExplainMessage request) throws AdminRefused {
    var direction = Direction.INTERNAL;
    for (var to : Words.addresses(request.to())) if (leaves(to)) direction = Direction.OUTGOING;
    byte[] message;
    try {
      message = Base64.getDecoder().decode(request.message());
    } catch (IllegalArgumentException e) {
      throw new AdminRefused("The message is not in base64.");
    }
    var sender = Words.address(request.from()).domain();
    var facts = new ContentFacts(MessageSource.of(message), message.length, sender, direction);
    try {
      var steps = chain.run(facts, (before, _) -> before).stream();
      return new ContentExplanation(
          sender.text(),
          ConfigValues.word(direction),
          steps.map(it -> new ExplainedStep(it.step(), word(it), it.reason())).toList());
    } catch (IOException e) {
      throw new AdminRefused("The message cannot be read: " + e.getMessage());
    }
  }

  private boolean leaves(EmailAddress to) {
    return switch (directory.resolve(to)) {
      case Resolution.NotOurs _ -> true;
      case Resolution.Found found ->
          !found.elsewhere().isEmpty()
              || found.lists().stream().anyMatch(it -> !it.members().elsewhere().isEmpty());
      case Resolution.UnknownUser _,
          Resolution.Disabled _,
          Resolution.AliasLoop _,
          Resolution.TooMany _ ->
          false;
    };
  }

  private static String word(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Changed _ -> "changed";
      case Outcome.Left _ -> "left";
      case Outcome.NotConcerned _ -> "not-concerned";
    };
  }
}
