package org.posthorn.wire.mail;

import com.ibm.icu.text.IDNA;
import java.net.Inet6Address;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.AddressException.Reason;

/// A domain name, with U-labels or A-labels, or an address literal in brackets. At most 255 octets.
///
/// The text is kept as written. Names that differ only by case, Unicode form or by U-label against
/// A-label have the same `key()`, which is the name with A-labels in lower case: what DNS is asked
/// for. Plain ASCII names never touch the Unicode tables, whose loading costs a start half a
/// second.
///
/// Refused: empty labels (so also a dot at the end), labels of more than 63 octets, characters
/// other than letters, digits, `-` and `_`, hyphens at the ends of a label, a last label of digits
/// only (that is an IPv4 address without brackets), names that UTS 46 refuses.
public record DomainName(String text) {

  public static final int MAX_OCTETS = 255;
  public static final int MAX_LABEL_OCTETS = 63;

  private static final String IPV6_TAG = "ipv6:";

  /// Throws `IllegalArgumentException` for text that `parse` would refuse.
  public DomainName {
    var fault = fault(text);
    if (fault != null) throw new IllegalArgumentException(fault.text());
  }

  public static DomainName parse(String text) throws AddressException {
    var fault = fault(text);
    if (fault != null) throw new AddressException(fault);
    return new DomainName(text);
  }

  /// What lookups use: the name with A-labels in lower case (UTS 46, non-transitional, so `ß` and
  /// ZWNJ stay what they are), or the literal in its canonical form.
  public String key() {
    if (isLiteral()) return literalKey(text);
    if (Ascii.isAscii(text)) return Ascii.lower(text);
    return toAscii(text, new IDNA.Info());
  }

  /// The name as DNS and hosts without SMTPUTF8 want it. The same as `key()`.
  public String ascii() {
    return key();
  }

  /// The name as people read it, with U-labels; A-labels that stand for nothing are kept.
  public String unicode() {
    if (isLiteral()) return text;
    if (Ascii.isAscii(text) && !Ascii.lower(text).contains("xn--")) return Ascii.lower(text);
    var info = new IDNA.Info();
    var unicode = Idna.UTS46.nameToUnicode(text, new StringBuilder(), info).toString();
    return info.hasErrors() ? key() : unicode;
  }

  /// `[192.0.2.1]` or `[IPv6:2001:db8::1]` (RFC 5321 §4.1.3).
  public boolean isLiteral() {
    return text.startsWith("[");
  }

  public boolean isAscii() {
    return Ascii.isAscii(text);
  }

  @Override
  public String toString() {
    return text;
  }

  private static @Nullable Reason fault(String text) {
    if (text.isEmpty()) return Reason.DOMAIN_EMPTY;
    if (text.length() > MAX_OCTETS) return Reason.DOMAIN_TOO_LONG;
    var fault = Ascii.fault(text);
    if (fault != null) return fault;
    if (text.charAt(0) == '[') return literalKey(text).isEmpty() ? Reason.LITERAL_MALFORMED : null;
    if (Ascii.isAscii(text)) return asciiFault(text);
    if (Ascii.utf8Length(text) > MAX_OCTETS) return Reason.DOMAIN_TOO_LONG;
    return unicodeFault(text);
  }

  private static @Nullable Reason unicodeFault(String text) {
    var info = new IDNA.Info();
    var ascii = toAscii(text, info);
    var errors = info.getErrors();
    if (errors.contains(IDNA.Error.EMPTY_LABEL)) return Reason.DOMAIN_LABEL_EMPTY;
    if (errors.contains(IDNA.Error.LABEL_TOO_LONG)) return Reason.DOMAIN_LABEL_TOO_LONG;
    if (errors.contains(IDNA.Error.DOMAIN_NAME_TOO_LONG)) return Reason.DOMAIN_TOO_LONG;
    if (info.hasErrors() || !Ascii.isAscii(ascii)) return Reason.DOMAIN_NOT_IDNA;
    return asciiFault(ascii);
  }

  private static @Nullable Reason asciiFault(String text) {
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i < text.length() && text.charAt(i) != '.') {
        char c = text.charAt(i);
        if (!Ascii.isAlphanumeric(c) && c != '-' && c != '_') return Reason.DOMAIN_MALFORMED;
        continue;
      }
      if (i == start) return Reason.DOMAIN_LABEL_EMPTY;
      if (i - start > MAX_LABEL_OCTETS) return Reason.DOMAIN_LABEL_TOO_LONG;
      if (text.charAt(start) == '-' || text.charAt(i - 1) == '-') return Reason.DOMAIN_MALFORMED;
      if (i == text.length() && isNumber(text, start)) return Reason.DOMAIN_MALFORMED;
      start = i + 1;
    }
    return null;
  }

  private static boolean isNumber(String text, int from) {
    for (int i = from; i < text.length(); i++) if (!Ascii.isDigit(text.charAt(i))) return false;
    return true;
  }

  private static String toAscii(String text, IDNA.Info info) {
    return Idna.UTS46.nameToASCII(text, new StringBuilder(), info).toString();
  }

  /// The canonical form of a literal, or empty text when it is none. General-address-literals are
  /// refused: no other tag than IPv6 was ever registered.
  private static String literalKey(String text) {
    int end = text.length() - 1;
    if (end < 1 || text.charAt(end) != ']') return "";
    var inside = Ascii.lower(text.substring(1, end));
    if (!inside.startsWith(IPV6_TAG)) return isIpv4(inside) ? "[" + inside + "]" : "";
    var address = inside.substring(IPV6_TAG.length());
    if (!address.contains(":")) return "";
    for (int i = 0; i < address.length(); i++)
      if ("0123456789abcdef:.".indexOf(address.charAt(i)) < 0) return "";
    try {
      return "[ipv6:" + Inet6Address.ofLiteral(address).getHostAddress() + "]";
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  // IPv4-address-literal = Snum 3("." Snum)
  private static boolean isIpv4(String text) {
    var numbers = text.split("\\.", -1);
    if (numbers.length != 4) return false;
    for (var number : numbers) {
      if (number.isEmpty() || number.length() > 3 || !isNumber(number, 0)) return false;
      if (Integer.parseInt(number) > 255) return false;
      if (number.length() > 1 && number.charAt(0) == '0') return false; // octal to some readers
    }
    return true;
  }

  /// Loaded at the first name that is not ASCII.
  private static final class Idna {
    static final IDNA UTS46 =
        IDNA.getUTS46Instance(
            IDNA.NONTRANSITIONAL_TO_ASCII
                | IDNA.NONTRANSITIONAL_TO_UNICODE
                | IDNA.CHECK_BIDI
                | IDNA.CHECK_CONTEXTJ);
  }
}
