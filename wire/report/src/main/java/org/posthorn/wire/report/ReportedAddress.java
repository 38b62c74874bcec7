package org.posthorn.wire.report;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.smtp.OriginalRecipient;

/// A recipient in a report: `address-type ";" generic-address` (RFC 3464 §2.3.1, RFC 6533 §3).
///
/// Not necessarily an address by anybody's grammar: reports repeat what an envelope had. Refused: a
/// type that is no atom, empty addresses.
///
/// @param type in lower case: `rfc822`, `utf-8`, `unknown`, …
/// @param address without controls, at most 1,000 characters; of `utf-8` without its encoding
public record ReportedAddress(String type, String address) {

  /// Twice what ORCPT may carry (RFC 3461 §5.4).
  public static final int MAX_LENGTH = 1_000;

  static final String RFC822 = "rfc822";
  static final String UTF8 = "utf-8";

  private static final Pattern EMBEDDED = Pattern.compile("\\\\x\\{([0-9A-Fa-f]{2,6})\\}");

  public ReportedAddress {
    if (!FieldText.isAtom(type)) throw new IllegalArgumentException("not an address type");
    type = type.toLowerCase(Locale.ROOT);
    address = FieldText.spelled(address, MAX_LENGTH);
    if (address.isEmpty()) throw new IllegalArgumentException("an empty address");
  }

  /// The address of an envelope: of type `utf-8` when ASCII cannot carry it.
  public static ReportedAddress of(EmailAddress address) {
    var text = address.toString();
    return new ReportedAddress(FieldText.isAscii(text) ? RFC822 : UTF8, text);
  }

  /// What ORCPT said, its encoding undone (RFC 3461 §6.3 (d), RFC 6533 §3).
  public static ReportedAddress of(OriginalRecipient recipient) {
    return new ReportedAddress(recipient.addressType(), recipient.address());
  }

  /// Reads a field; what has no type is taken for `rfc822`.
  ///
  /// COMPAT(many, 2026-11): the type left out, the address in angle brackets.
  ///
  /// @return null when there is no address
  public static @Nullable ReportedAddress parse(String value) {
    int semicolon = value.indexOf(';');
    var type = semicolon < 0 ? "" : value.substring(0, semicolon).strip();
    boolean typed = FieldText.isAtom(type);
    var address = FieldText.spelled(typed ? value.substring(semicolon + 1) : value, 8 * MAX_LENGTH);
    if (address.startsWith("<") && address.endsWith(">"))
      address = address.substring(1, address.length() - 1);
    if (type.equalsIgnoreCase(UTF8)) address = unembedded(address);
    if (FieldText.spelled(address, MAX_LENGTH).isEmpty()) return null;
    return new ReportedAddress(typed ? type : RFC822, address);
  }

  /// For `message/delivery-status`: the 7-bit form. Only type `utf-8` has one for other text than
  /// ASCII.
  String ascii() {
    return type + ";" + (type.equals(UTF8) ? embedded("\\+= ", 0x7E) : address);
  }

  /// For `message/global-delivery-status`: as it is, but for what would read as an encoding.
  String global() {
    return type + ";" + (type.equals(UTF8) ? embedded("\\", Integer.MAX_VALUE) : address);
  }

  /// Whether `ascii` says all.
  boolean fitsAscii() {
    return type.equals(UTF8) || FieldText.isAscii(address);
  }

  // EmbeddedUnicodeChar = "\x{" HEXPOINT "}"
  private String embedded(String specials, int last) {
    var encoded = new StringBuilder(address.length() + 16);
    address
        .codePoints()
        .forEach(c -> {
          if (c <= last && specials.indexOf(c) < 0) encoded.appendCodePoint(c);
          else encoded.append("\\x{").append("%02X".formatted(c)).append('}');
        });
    return encoded.toString();
  }

  private static String unembedded(String address) {
    return EMBEDDED
        .matcher(address)
        .replaceAll(found -> Matcher.quoteReplacement(character(found.group(1), found.group())));
  }

  private static String character(String hexpoint, String otherwise) {
    int point = Integer.parseInt(hexpoint, 16);
    return Character.isValidCodePoint(point) ? Character.toString(point) : otherwise;
  }

  /// The address alone, for people.
  @Override
  public String toString() {
    return address;
  }
}
