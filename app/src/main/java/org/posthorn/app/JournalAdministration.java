package org.posthorn.app;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.ContentAnswer.JournalPage;
import org.posthorn.app.ContentAnswer.OneJournalRule;
import org.posthorn.domain.directory.Actor;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.directory.Resolution;
import org.posthorn.domain.journal.JournalDirection;
import org.posthorn.domain.journal.JournalRule;
import org.posthorn.domain.journal.JournalStage;
import org.posthorn.domain.journal.Journals;
import org.posthorn.domain.journal.Whose;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.EmailAddress;

/// Whose mail is copied for an archive.
final class JournalAdministration {
  private final Journals journals;
  private final Directory directory;
  private final Actor actor;

  JournalAdministration(Store store, Actor actor) {
    journals = store.journals();
    directory = store.directory();
    this.actor = actor;
  }

  Done add(ContentRequest.AddJournalRule request) throws AdminRefused {
    var to = Words.address(request.to());
    if (leadsNowhere(to))
      throw new AdminRefused(
          to + " leads to no mailbox. Add the account that shall get the copies first.");
    var rule =
        new JournalRule(
            whose(request.whose()), directions(request.directions()), stage(request.stage()), to);
    try {
      return new Done("rule %d copies from now on".formatted(journals.add(actor, rule)));
    } catch (Journals.TooManyRulesException e) {
      throw new AdminRefused(Words.sentence(String.valueOf(e.getMessage())));
    }
  }

  private boolean leadsNowhere(EmailAddress to) {
    return switch (directory.resolve(to)) {
      // a list sends nothing that comes from nobody
      case Resolution.Found found -> found.accounts().isEmpty() && found.elsewhere().isEmpty();
      case Resolution.NotOurs _ -> false;
      case Resolution.UnknownUser _,
          Resolution.Disabled _,
          Resolution.AliasLoop _,
          Resolution.TooMany _ ->
          true;
    };
  }

  private static Whose whose(String text) throws AdminRefused {
    try {
      return Whose.parse(text);
    } catch (AddressException e) {
      throw new AdminRefused(
          "\"%s\" is not *, an address, or @ and a domain: %s".formatted(text, e.getMessage()));
    }
  }

  private static Set<JournalDirection> directions(List<String> words) throws AdminRefused {
    var directions = EnumSet.noneOf(JournalDirection.class);
    for (var word : words)
      directions.add(one(JournalDirection.values(), word, "is not incoming, outgoing or internal"));
    return directions.isEmpty() ? EnumSet.allOf(JournalDirection.class) : directions;
  }

  private static JournalStage stage(String word) throws AdminRefused {
    return one(JournalStage.values(), word, "is not received or delivered");
  }

  private static <E extends Enum<E>> E one(E[] all, String word, String fault) throws AdminRefused {
    return Stream.of(all)
        .filter(it -> ConfigValues.word(it).equals(word))
        .findFirst()
        .orElseThrow(() -> new AdminRefused("\"%s\" %s.".formatted(word, fault)));
  }

  JournalPage list() {
    return new JournalPage(
        journals.all().stream()
            .map(it ->
                new OneJournalRule(
                    it.number(),
                    it.rule().whose().toString(),
                    it.rule().directions().stream().sorted().map(ConfigValues::word).toList(),
                    ConfigValues.word(it.rule().stage()),
                    it.rule().to().toString()))
            .toList());
  }

  Done remove(ContentRequest.RemoveJournalRule request) throws AdminRefused {
    if (!journals.remove(actor, request.number()))
      throw new AdminRefused(
          "There is no rule %d. posthorn journal list shows them.".formatted(request.number()));
    return new Done("removed");
  }
}
