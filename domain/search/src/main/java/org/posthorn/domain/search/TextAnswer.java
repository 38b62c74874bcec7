package org.posthorn.domain.search;

import java.util.BitSet;
import java.util.List;
import org.posthorn.domain.mailbox.EmailId;

/// What the index says about a text, email by email. One thread at a time; quickest when asked in
/// the order of the ids.
public final class TextAnswer {

  /// Whether a text is in an email.
  public enum Verdict {
    YES,
    NO,
    /// The email itself must be looked at.
    UNKNOWN
  }

  /// What a segment says: in `yes` it is, in `maybe` it may be, in all others it is not.
  record Part(Directory directory, BitSet yes, BitSet maybe) {}

  private final List<Part> parts;
  private final EmailLookup lookup;

  TextAnswer(List<Part> parts) {
    this.parts = List.copyOf(parts);
    lookup = new EmailLookup(parts.stream().map(Part::directory).toList());
  }

  public Verdict of(EmailId email) {
    if (!lookup.find(email)) return Verdict.UNKNOWN;
    var part = parts.get(lookup.segment());
    if (part.yes().get(lookup.number())) return Verdict.YES;
    return part.maybe().get(lookup.number()) ? Verdict.UNKNOWN : Verdict.NO;
  }
}
