package org.posthorn.domain.guard;

import java.util.LinkedHashSet;
import java.util.Set;
import org.posthorn.wire.mail.HeaderFields;
import org.posthorn.wire.mailauth.AuthenticationResults;

/// Fields that only this server may write, in a message that comes from elsewhere.
final class Forged {

  private Forged() {}

  /// Their numbers (RFC 8601 §5).
  static Set<Integer> in(HeaderFields header, String authservId) {
    var places = new LinkedHashSet<>(AuthenticationResults.forged(header, Set.of(authservId)));
    for (int i = 0; i < header.size(); i++)
      if (header.field(i).name().equalsIgnoreCase(MarkField.NAME)) places.add(i);
    return places;
  }
}
