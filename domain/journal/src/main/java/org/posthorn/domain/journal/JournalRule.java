package org.posthorn.domain.journal;

import java.util.Collections;
import java.util.Set;
import org.posthorn.wire.mail.EmailAddress;

/// Mail that is copied, and who gets the copies.
///
/// @param directions at least one
/// @param to a mailbox here, or an address of an archive elsewhere
public record JournalRule(
    Whose whose, Set<JournalDirection> directions, JournalStage stage, EmailAddress to) {

  public JournalRule {
    if (directions.isEmpty()) throw new IllegalArgumentException("no direction");
    directions = Set.copyOf(directions);
  }

  boolean concerns(JournalFacts facts) {
    return !Collections.disjoint(directions, facts.directions())
        && facts.people().anyMatch(whose::includes);
  }
}
