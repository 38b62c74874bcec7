package org.posthorn.wire.sieve;

/// A lexical token (RFC 5228 §8.1).
///
/// @param text an identifier or tag in lower case without its colon, the value of a string, the
///   separator, or what stands there
/// @param number the value of a number
/// @param end where the token ends in the text
record Token(Kind kind, Position at, String text, long number, int end) {

  enum Kind {
    IDENTIFIER("a word"),
    TAG("a tag"),
    NUMBER("a number"),
    STRING("a string"),
    SEPARATOR("a separator"),
    END("the end of the script");

    final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  boolean is(char separator) {
    return kind == Kind.SEPARATOR && text.charAt(0) == separator;
  }

  boolean is(Kind other) {
    return kind == other;
  }

  /// For messages.
  String shown() {
    return switch (kind) {
      case IDENTIFIER, SEPARATOR -> "\"" + text + "\"";
      case TAG -> ":" + text;
      case NUMBER -> "the number " + number;
      case STRING -> "a string";
      case END -> "the end of the script";
    };
  }
}
