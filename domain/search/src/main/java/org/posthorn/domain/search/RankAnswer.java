package org.posthorn.domain.search;

import java.util.List;
import org.posthorn.domain.mailbox.EmailId;

/// How much each email is about some words, as RELEVANCY of SEARCH wants it. One thread at a time;
/// quickest when asked in the order of the ids.
public final class RankAnswer {

  /// The email is not about the words.
  public static final int NONE = 0;

  /// The most that there is.
  public static final int MOST = 100;

  /// The email is not indexed.
  public static final int UNKNOWN = -1;

  /// @param scores of the emails of the segment, in its order
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Part(Directory directory, byte[] scores) {}

  private final List<Part> parts;
  private final EmailLookup lookup;

  RankAnswer(List<Part> parts) {
    this.parts = List.copyOf(parts);
    lookup = new EmailLookup(parts.stream().map(Part::directory).toList());
  }

  /// From 1 to [#MOST], [#NONE], or [#UNKNOWN].
  public int score(EmailId email) {
    if (!lookup.find(email)) return UNKNOWN;
    return parts.get(lookup.segment()).scores()[lookup.number()];
  }
}
