package org.posthorn.wire.smtp;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The address that the sender gave, before anybody rewrote it (RFC 3461 §4.2, RFC 6533 §3). Kept
/// as it came, because a relay has to pass it on unchanged.
///
/// @param addressType such as `rfc822` or `utf-8`, an atom
/// @param encoded xtext; for `utf-8` unitext, that is UTF-8 with `\x{HEX}` for what does not fit
public record OriginalRecipient(String addressType, String encoded) {

  /// The length of the whole value, `addr-type ";" xtext` (RFC 3461 §4.2).
  public static final int MAX_LENGTH = 500;

  private static final Pattern ATOM = Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+");
  private static final Pattern EMBEDDED = Pattern.compile("\\\\x\\{([0-9A-F]{2,6})\\}");

  public OriginalRecipient {
    if (!ATOM.matcher(addressType).matches() || encoded.isEmpty())
      throw new IllegalArgumentException("not an original recipient");
    if (addressType.length() + 1 + encoded.length() > MAX_LENGTH)
      throw new IllegalArgumentException("an original recipient of more than 500 characters");
    var address = decode(addressType, encoded);
    if (address == null || !address.codePoints().allMatch(OriginalRecipient::printable))
      throw new IllegalArgumentException("an original recipient that is not well encoded");
  }

  /// `original-recipient-address = addr-type ";" xtext`
  static OriginalRecipient parse(String value) {
    int semicolon = value.indexOf(';');
    if (semicolon < 0) throw new IllegalArgumentException("no address type");
    return new OriginalRecipient(value.substring(0, semicolon), value.substring(semicolon + 1));
  }

  /// The address that is meant; not necessarily one by SMTP's grammar.
  public String address() {
    return Objects.requireNonNull(decode(addressType, encoded));
  }

  private static @Nullable String decode(String addressType, String encoded) {
    if (!addressType.toLowerCase(Locale.ROOT).equals("utf-8")) return Xtext.decode(encoded);
    var plain = EMBEDDED.matcher(encoded).replaceAll("");
    if (!plain.chars().allMatch(c -> c > ' ' && c != 0x7F && "\\+=".indexOf(c) < 0)) return null;
    try {
      return EMBEDDED
          .matcher(encoded)
          .replaceAll(found -> java.util.regex.Matcher.quoteReplacement(character(found.group(1))));
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private static String character(String hexpoint) {
    int point = Integer.parseInt(hexpoint, 16);
    if (Character.isSurrogate((char) point) && point <= 0xFFFF)
      throw new IllegalArgumentException("a surrogate");
    return Character.toString(point);
  }

  private static boolean printable(int c) {
    return c == '\t' || !Character.isISOControl(c);
  }

  @Override
  public String toString() {
    return addressType + ";" + encoded;
  }
}
