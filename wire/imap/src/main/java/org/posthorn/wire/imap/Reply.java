package org.posthorn.wire.imap;

import org.jspecify.annotations.Nullable;

/// A status response without its tag (RFC 9051 §7.1): condition, perhaps a code, and text for
/// people, which is never empty and has no line break.
public record Reply(Condition condition, @Nullable ResponseCode code, String text) {

  public Reply {
    if (text.isEmpty()) throw new IllegalArgumentException("a reply needs text");
    for (int i = 0; i < text.length(); i++)
      if (text.charAt(i) < ' ') throw new IllegalArgumentException("control character in a reply");
  }

  public static Reply ok(String text) {
    return new Reply(Condition.OK, null, text);
  }

  public static Reply ok(ResponseCode code, String text) {
    return new Reply(Condition.OK, code, text);
  }

  public static Reply no(String text) {
    return new Reply(Condition.NO, null, text);
  }

  public static Reply no(ResponseCode code, String text) {
    return new Reply(Condition.NO, code, text);
  }

  public static Reply bad(String text) {
    return new Reply(Condition.BAD, null, text);
  }

  public static Reply bad(ResponseCode code, String text) {
    return new Reply(Condition.BAD, code, text);
  }

  public static Reply bye(String text) {
    return new Reply(Condition.BYE, null, text);
  }

  public static Reply bye(ResponseCode code, String text) {
    return new Reply(Condition.BYE, code, text);
  }
}
