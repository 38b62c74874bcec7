package org.posthorn.servers.imap;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.BodyPart;

/// Part numbers such as `2.1` (RFC 9051 §6.4.5.1).
final class PartPath {

  private PartPath() {}

  /// The part of that number; absent when the message has none.
  ///
  /// @param message as an entity
  /// @param path not empty
  static @Nullable BodyPart find(BodyPart message, List<Integer> path) {
    var parts = numbered(message);
    BodyPart found = null;
    for (int number : path) {
      if (number < 1 || number > parts.size()) return null;
      found = parts.get(number - 1);
      parts =
          switch (found) {
            case BodyPart.Multipart multipart -> multipart.parts();
            case BodyPart.Message inner -> numbered(inner.content());
            case BodyPart.Text _, BodyPart.Leaf _ -> List.of();
          };
    }
    return found;
  }

  /// What stands at the first level of a message: every message has a part 1.
  private static List<BodyPart> numbered(BodyPart message) {
    return message instanceof BodyPart.Multipart multipart ? multipart.parts() : List.of(message);
  }
}
