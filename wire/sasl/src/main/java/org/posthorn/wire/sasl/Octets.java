package org.posthorn.wire.sasl;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// An immutable byte string: a SASL message, a salt, a key.
///
/// Equality takes the same time wherever two values of one length differ, and `toString` shows only
/// the length, so that keys and passwords stay out of logs.
public final class Octets {

  public static final Octets EMPTY = new Octets(new byte[0]);

  private final byte[] bytes;

  private Octets(byte[] bytes) {
    this.bytes = bytes;
  }

  /// A copy of these bytes.
  public static Octets of(byte[] bytes) {
    return new Octets(bytes.clone());
  }

  /// The UTF-8 form of a text.
  public static Octets utf8(String text) {
    return new Octets(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Takes the array as its own; only for arrays that nobody else holds.
  static Octets owning(byte[] bytes) {
    return new Octets(bytes);
  }

  /// Decodes base64 as SASL's protocols want it (RFC 4954 §4, RFC 4648 §3): no line breaks, no
  /// foreign characters, padding present and only at the end, unused bits zero. The empty text is
  /// the empty string; SMTP's and XMPP's `=` for it is the protocol's business.
  ///
  /// @return null when the text is anything else
  public static @Nullable Octets fromBase64(String text) {
    // The JDK's decoder forgives absent padding and stray bits, hence the way back.
    if (text.length() % 4 != 0) return null;
    try {
      var decoded = new Octets(Base64.getDecoder().decode(text));
      return decoded.toBase64().equals(text) ? decoded : null;
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  public String toBase64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  public int length() {
    return bytes.length;
  }

  public byte[] toArray() {
    return bytes.clone();
  }

  /// The text in well-formed UTF-8 that these bytes are, or null when they are not.
  public @Nullable String asUtf8() {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      return null;
    }
  }

  /// The bytes themselves, for reading inside this package.
  byte[] bytes() {
    return bytes;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Octets that && MessageDigest.isEqual(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return java.util.Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return bytes.length + " octets";
  }
}
