package org.posthorn.wire.mail;

/// One header field as it is read; its exact bytes are `HeaderFields.line`.
///
/// @param name as written, without the colon and blanks before it
/// @param value the value unfolded, without white space at its ends, 8-bit text decoded as UTF-8 or
///   else windows-1252; encoded words are kept
public record HeaderField(String name, String value) {

  /// The value for people: encoded words decoded.
  public String decoded() {
    return EncodedWords.decode(value);
  }

  public boolean isNamed(String other) {
    return name.equalsIgnoreCase(other);
  }
}
