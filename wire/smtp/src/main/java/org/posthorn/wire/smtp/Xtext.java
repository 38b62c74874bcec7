package org.posthorn.wire.smtp;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// `xtext = *( xchar / hexchar )` (RFC 3461 §4): how a parameter's value carries any text.
public final class Xtext {

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private Xtext() {}

  /// The text in xtext, its UTF-8 octets beyond printable ASCII as hexchars.
  public static String encode(String text) {
    var encoded = new StringBuilder(text.length());
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      if (octet > ' ' && octet <= '~' && octet != '+' && octet != '=') encoded.append((char) octet);
      else encoded.append('+').append(HEX.toHexDigits(octet));
    }
    return encoded.toString();
  }

  /// The text that is meant.
  ///
  /// @return null when this is not xtext, or not UTF-8 once decoded
  public static @Nullable String decode(String xtext) {
    var octets = new ByteArrayOutputStream(xtext.length());
    for (int i = 0; i < xtext.length(); i++) {
      char c = xtext.charAt(i);
      if (c <= ' ' || c > '~' || c == '=') return null;
      if (c != '+') octets.write(c);
      else {
        // hexchar = ASCII "+" immediately followed by two upper case hexadecimal digits
        int high = hexDigit(xtext, i + 1);
        int low = hexDigit(xtext, i + 2);
        if (high < 0 || low < 0) return null;
        octets.write(high << 4 | low);
        i += 2;
      }
    }
    try {
      var bytes = ByteBuffer.wrap(octets.toByteArray());
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException _) {
      return null;
    }
  }

  private static int hexDigit(String text, int at) {
    if (at >= text.length()) return -1;
    char c = text.charAt(at);
    // Lower case digits are against the grammar.
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') ? Character.digit(c, 16) : -1;
  }
}
