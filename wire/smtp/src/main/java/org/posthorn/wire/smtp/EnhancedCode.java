package org.posthorn.wire.smtp;

import org.jspecify.annotations.Nullable;

/// An enhanced status code: `class "." subject "." detail` (RFC 3463 §2).
///
/// @param status 2, 4 or 5: success, persistent transient failure, permanent failure
public record EnhancedCode(int status, int subject, int detail) {

  public EnhancedCode {
    if (status != 2 && status != 4 && status != 5)
      throw new IllegalArgumentException("class " + status);
    if (subject < 0 || subject > 999 || detail < 0 || detail > 999)
      throw new IllegalArgumentException(status + "." + subject + "." + detail);
  }

  /// A code from a constant.
  ///
  /// @throws IllegalArgumentException when this is no code
  public static EnhancedCode of(String text) {
    var code = parse(text);
    if (code == null) throw new IllegalArgumentException("not an enhanced code: " + text);
    return code;
  }

  /// The code that a text is.
  ///
  /// @return null when the text is anything but a code
  public static @Nullable EnhancedCode parse(String text) {
    var parts = text.split("\\.", -1);
    if (parts.length != 3 || !parts[0].matches("[245]")) return null;
    // RFC 3463 §2: no leading zeros
    for (int i = 1; i < 3; i++) if (!parts[i].matches("0|[1-9][0-9]{0,2}")) return null;
    return new EnhancedCode(
        Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
  }

  @Override
  public String toString() {
    return status + "." + subject + "." + detail;
  }
}
