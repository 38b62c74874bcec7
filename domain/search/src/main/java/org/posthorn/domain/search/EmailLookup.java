package org.posthorn.domain.search;

import java.util.List;
import org.posthorn.domain.mailbox.EmailId;

/// Finds in which of some segments an email is, and where. One thread at a time; quickest when
/// asked in the order of the ids.
final class EmailLookup {

  private final List<Directory> segments;
  private int segment;
  private int number = -1;

  EmailLookup(List<Directory> segments) {
    this.segments = List.copyOf(segments);
  }

  /// False when it is in none.
  boolean find(EmailId email) {
    for (int i = 0; i < segments.size(); i++) {
      int at = (segment + i) % segments.size();
      int found = segments.get(at).numberOf(email.value(), i == 0 ? number + 1 : 0);
      if (found < 0) continue;
      segment = at;
      number = found;
      return true;
    }
    return false;
  }

  /// The segment of the email that was found last.
  int segment() {
    return segment;
  }

  /// Its number there.
  int number() {
    return number;
  }
}
