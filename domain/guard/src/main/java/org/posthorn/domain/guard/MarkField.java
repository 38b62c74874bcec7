package org.posthorn.domain.guard;

import org.jspecify.annotations.Nullable;

/// The field that says what this server holds against a message, for the reader's filters and eyes:
///
/// ```
/// X-Posthorn-Sender-Check: mark;
///  SPF validation failed: example.org does not designate 192.0.2.1 as permitted sender
/// ```
final class MarkField {

  static final String NAME = "X-Posthorn-Sender-Check";

  /// Reasons hold names from strangers; a line of a message has at most 998 octets (RFC 5322
  /// §2.1.1).
  private static final int MAX_REASON = 700;

  private static final int MAX_REASONS = 20;

  private MarkField() {}

  /// With its line ends; empty for a message that is not marked.
  static String of(Judgement judgement) {
    var word = word(judgement);
    if (word == null) return "";
    var field = new StringBuilder(NAME).append(": ").append(word);
    var reasons = judgement.reasons();
    for (var reason : reasons.subList(0, Math.min(reasons.size(), MAX_REASONS)))
      field.append(";\r\n ").append(clean(reason));
    return field.append("\r\n").toString();
  }

  private static @Nullable String word(Judgement judgement) {
    return switch (judgement) {
      case Judgement.Mark _ -> "mark";
      case Judgement.Junk _ -> "junk";
      case Judgement.Accept _, Judgement.TryLater _, Judgement.Refuse _ -> null;
    };
  }

  private static String clean(String reason) {
    var clean = new StringBuilder();
    for (int i = 0; i < Math.min(reason.length(), MAX_REASON); i++) {
      char c = reason.charAt(i);
      clean.append(c < ' ' || c > '~' ? '?' : c);
    }
    return clean.toString();
  }
}
