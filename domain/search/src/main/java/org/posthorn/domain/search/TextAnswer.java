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

  /// Where the email after the one that was asked for last would be.
  private int likelyPart;

  private int likelyNumber;

  TextAnswer(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  public Verdict of(EmailId email) {
    for (int i = 0; i < parts.size(); i++) {
      int at = (likelyPart + i) % parts.size();
      var part = parts.get(at);
      int number = part.directory().numberOf(email.value(), i == 0 ? likelyNumber : 0);
      if (number < 0) continue;
      likelyPart = at;
      likelyNumber = number + 1;
      if (part.yes().get(number)) return Verdict.YES;
      return part.maybe().get(number) ? Verdict.UNKNOWN : Verdict.NO;
    }
    return Verdict.UNKNOWN;
  }
}
