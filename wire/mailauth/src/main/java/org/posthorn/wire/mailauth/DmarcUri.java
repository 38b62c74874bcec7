package org.posthorn.wire.mailauth;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.EmailAddress;

/// Where reports go (RFC 7489 §6.2): `mailto:` and nothing else.
///
/// @param maxOctets of a report as it is sent; `Long.MAX_VALUE` for no limit
public record DmarcUri(EmailAddress address, long maxOctets) {

  /// Addresses of one tag.
  static final int MAX_URIS = 20;

  private static final int MAX_CHARACTERS = 500;
  private static final String SCHEME = "mailto:";

  /// The addresses of a list; what is none, or not by mail, is left out.
  static List<DmarcUri> list(@Nullable String text) {
    var uris = new ArrayList<DmarcUri>();
    if (text == null) return uris;
    for (var item : text.split(",", -1)) {
      var uri = uris.size() < MAX_URIS ? parse(item.strip()) : null;
      if (uri != null) uris.add(uri);
    }
    return uris;
  }

  // dmarc-uri = URI [ "!" 1*DIGIT [ "k" / "m" / "g" / "t" ] ]
  static @Nullable DmarcUri parse(String text) {
    if (text.length() > MAX_CHARACTERS || !text.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
      return null;
    int mark = text.lastIndexOf('!');
    long limit = mark < 0 ? Long.MAX_VALUE : limit(text.substring(mark + 1));
    var address = text.substring(SCHEME.length(), mark < 0 ? text.length() : mark);
    int query = address.indexOf('?');
    if (query >= 0) address = address.substring(0, query);
    var decoded = decoded(address);
    if (limit < 0 || decoded == null) return null;
    try {
      return new DmarcUri(EmailAddress.parse(decoded), limit);
    } catch (AddressException e) {
      return null;
    }
  }

  /// Powers of two; what is more than any report is no limit.
  private static long limit(String text) {
    int unit =
        text.isEmpty()
            ? -1
            : "kmgt".indexOf(text.substring(text.length() - 1).toLowerCase(Locale.ROOT));
    var digits = unit < 0 ? text : text.substring(0, text.length() - 1);
    long number = Digits.longNumber(digits, 18);
    if (number < 0) return -1;
    int shift = 10 * (unit + 1);
    return number > Long.MAX_VALUE >> shift ? Long.MAX_VALUE : number << shift;
  }

  private static @Nullable String decoded(String text) {
    var octets = new ByteArrayOutputStream();
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != '%') {
        octets.write(bytes[i]);
        continue;
      }
      if (i + 2 >= bytes.length) return null;
      int high = Character.digit(bytes[++i], 16);
      int low = Character.digit(bytes[++i], 16);
      if (high < 0 || low < 0) return null;
      octets.write(high << 4 | low);
    }
    return octets.toString(StandardCharsets.UTF_8);
  }
}
