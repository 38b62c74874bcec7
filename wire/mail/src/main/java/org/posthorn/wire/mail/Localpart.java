package org.posthorn.wire.mail;

import com.ibm.icu.lang.UCharacter;
import java.text.Normalizer;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.AddressException.Reason;

/// The part of an address before the `@` (RFC 5321 §4.1.2, RFC 6531 §3.3), without its quotes.
///
/// `toString` adds quotes when the text is not a dot-string. Refused: empty text (the grammar has
/// `""`, no mailbox has that name), more than 64 octets of UTF-8, control characters, lone
/// surrogates.
public record Localpart(String text) {

  public static final int MAX_OCTETS = 64;

  /// Throws `IllegalArgumentException` for text that `parse` would refuse.
  public Localpart {
    var fault = fault(text);
    if (fault != null) throw new IllegalArgumentException(fault.text());
  }

  /// A local part as it is written on the wire: a dot-string or a quoted string.
  public static Localpart parse(String written) throws AddressException {
    var text = written;
    if (written.startsWith("\"")) {
      text = unquote(written);
    } else if (!isDotString(written)) {
      var fault = fault(written);
      throw new AddressException(fault == null ? Reason.LOCALPART_MALFORMED : fault);
    }
    var fault = fault(text);
    if (fault != null) throw new AddressException(fault);
    return new Localpart(text);
  }

  /// What lookups use: local parts of hosted mailboxes do not differ by case or by Unicode form.
  /// NFC of the case-folded text.
  public String key() {
    if (Ascii.isAscii(text)) return Ascii.lower(text);
    // Folding may undo NFC and decomposed text may hide a pair that folds as one, so both sides.
    var folded = UCharacter.foldCase(Normalizer.normalize(text, Normalizer.Form.NFC), true);
    return Normalizer.normalize(folded, Normalizer.Form.NFC);
  }

  /// The text before the first `separator`, or this when there is none or nothing before it.
  public Localpart base(char separator) {
    return base(String.valueOf(separator));
  }

  /// The text after the first `separator` (`lists` of `romeo+lists`), or null when there is none or
  /// nothing before it.
  public @Nullable String detail(char separator) {
    return detail(String.valueOf(separator));
  }

  /// As `base(char)`, for any of several separator characters.
  public Localpart base(String separators) {
    var split = split(separators);
    return split < 0 ? this : new Localpart(text.substring(0, split));
  }

  /// As `detail(char)`, for any of several separator characters.
  public @Nullable String detail(String separators) {
    var split = split(separators);
    return split < 0 ? null : text.substring(split + 1);
  }

  /// True when SMTP can carry it without SMTPUTF8.
  public boolean isAscii() {
    return Ascii.isAscii(text);
  }

  /// As written on the wire, quoted when it must be.
  @Override
  public String toString() {
    if (isDotString(text)) return text;
    var quoted = new StringBuilder(text.length() + 8).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') quoted.append('\\');
      quoted.append(c);
    }
    return quoted.append('"').toString();
  }

  private int split(String separators) {
    for (int i = 1; i < text.length(); i++) if (separators.indexOf(text.charAt(i)) >= 0) return i;
    return -1;
  }

  private static @Nullable Reason fault(String text) {
    if (text.isEmpty()) return Reason.LOCALPART_EMPTY;
    // A character is one octet at least, so this bounds the work on hostile input.
    if (text.length() > MAX_OCTETS) return Reason.LOCALPART_TOO_LONG;
    var fault = Ascii.fault(text);
    if (fault != null) return fault;
    return Ascii.utf8Length(text) > MAX_OCTETS ? Reason.LOCALPART_TOO_LONG : null;
  }

  // RFC 5321 §4.1.2: Dot-string = Atom *("." Atom); RFC 6531 §3.3 adds UTF8-non-ascii to atext
  private static boolean isDotString(String text) {
    boolean dot = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.') {
        if (dot) return false;
        dot = true;
      } else {
        if (c < 0x80 && !Ascii.isAtext(c)) return false;
        dot = false;
      }
    }
    return !dot;
  }

  // Quoted-string = DQUOTE *QcontentSMTP DQUOTE
  private static String unquote(String written) throws AddressException {
    var text = new StringBuilder(written.length());
    int end = written.length() - 1;
    for (int i = 1; i < end; i++) {
      char c = written.charAt(i);
      if (c == '"') throw new AddressException(Reason.LOCALPART_MALFORMED);
      if (c == '\\') {
        if (++i == end) throw new AddressException(Reason.LOCALPART_MALFORMED);
        c = written.charAt(i);
        // quoted-pairSMTP = %d92 %d32-126
        if (c > 126) throw new AddressException(Reason.LOCALPART_MALFORMED);
      }
      text.append(c);
    }
    if (end < 1 || written.charAt(end) != '"')
      throw new AddressException(Reason.LOCALPART_MALFORMED);
    return text.toString();
  }
}
