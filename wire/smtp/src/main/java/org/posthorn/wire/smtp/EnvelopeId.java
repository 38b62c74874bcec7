package org.posthorn.wire.smtp;

import java.util.Objects;

/// The sender's own name for a transaction, repeated in its reports (RFC 3461 §4.4). Kept as it
/// came, because a relay has to pass it on unchanged.
///
/// @param xtext 1 to 100 characters that stand for printable ASCII
public record EnvelopeId(String xtext) {

  public static final int MAX_LENGTH = 100;

  public EnvelopeId {
    var text = Xtext.decode(xtext);
    if (text == null || xtext.isEmpty() || xtext.length() > MAX_LENGTH)
      throw new IllegalArgumentException("not an envelope id");
    if (!text.chars().allMatch(c -> (c >= ' ' && c <= '~') || c == '\t'))
      throw new IllegalArgumentException("an envelope id of unprintable characters");
  }

  /// What the sender meant.
  public String text() {
    return Objects.requireNonNull(Xtext.decode(xtext));
  }
}
