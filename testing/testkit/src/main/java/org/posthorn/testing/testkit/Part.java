package org.posthorn.testing.testkit;

import java.util.List;

/// A piece of a line's text. All text is held one char per byte (ISO 8859-1 decoding), so that any
/// byte can be sent and matched.
sealed interface Part {
  /// Stands for itself.
  record Text(String bytes) implements Part {}

  /// `$name`.
  record Variable(String name) implements Part {}

  /// `$_`: any word, never bound.
  record AnyWord() implements Part {}

  /// A final `*`: anything up to the end of the line.
  record Rest() implements Part {}

  /// `${base64:…}`.
  record Base64(List<Part> parts) implements Part {}

  /// `{{{…}}}`: a literal or a dot-stuffed file, as the dialect has it.
  ///
  /// @param waits false for `{{{+…}}}`, the non-synchronising literal of RFC 7888
  // The parser made the array and nobody writes into it.
  @SuppressWarnings("ArrayRecordComponent")
  record Insert(byte[] bytes, boolean waits) implements Part {}

  /// `{{{*}}}`: a literal of whatever bytes.
  record AnyLiteral() implements Part {}
}
