package org.posthorn.wire.sieve;

import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// `:zone` (RFC 5260 §4.1): an offset such as `+0100`.
record Zone(Template text) {

  /// Null when there is none.
  static @Nullable Zone of(Arguments arguments, Extension... needed) throws CheckFailed {
    var text = arguments.stringTag("zone", needed);
    if (text == null) return null;
    if (text.isConstant() && parse(text.source()) == null)
      throw CheckFailed.of(
          text.at(),
          "a time zone is written as \"+0100\" or \"-0530\", not \"" + text.source() + "\"");
    return new Zone(text);
  }

  ZoneId offset(Execution execution, ZoneId otherwise) {
    var written = execution.expand(text);
    if (written.isEmpty()) return otherwise;
    var offset = parse(written);
    if (offset == null) throw new ScriptFault("\"" + written + "\" is no time zone such as +0100");
    return offset;
  }

  // time-zone = ( "+" / "-" ) 4DIGIT
  static @Nullable ZoneOffset parse(String text) {
    if (text.length() != 5 || (text.charAt(0) != '+' && text.charAt(0) != '-')) return null;
    for (int i = 1; i < 5; i++) if (!Lexer.isDigit(text.charAt(i))) return null;
    int number = Integer.parseInt(text.substring(1));
    int minutes = number / 100 * 60 + number % 100;
    if (number % 100 > 59 || minutes > 18 * 60) return null;
    return ZoneOffset.ofTotalSeconds((text.charAt(0) == '-' ? -60 : 60) * minutes);
  }
}
