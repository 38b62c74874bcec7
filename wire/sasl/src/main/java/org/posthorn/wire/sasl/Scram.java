package org.posthorn.wire.sasl;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What both ends of SCRAM share (RFC 5802 §5 and §7): messages, names, proofs.
final class Scram {

  static final byte[] CLIENT_KEY = "Client Key".getBytes(StandardCharsets.US_ASCII);
  static final byte[] SERVER_KEY = "Server Key".getBytes(StandardCharsets.US_ASCII);

  /// The longest nonce that is taken from the other end, in characters.
  static final int MAX_NONCE = 256;

  /// The number of attributes in a message that are looked at; four is the most that the RFC uses.
  static final int MAX_ATTRIBUTES = 16;

  private Scram() {}

  /// The end of an exchange, on its way to the step that reports it. Never leaves the package.
  static final class Fault extends Exception {
    final SaslFailure reason;

    Fault(SaslFailure reason) {
      super(reason.name(), null, false, false);
      this.reason = reason;
    }
  }

  /// `attr-val = ALPHA "=" value`
  record Attribute(char name, String value) {}

  /// The text of a message, refused when it is too long or not UTF-8.
  static String text(Octets message) throws Fault {
    if (message.length() > SaslServer.MAX_MESSAGE) throw new Fault(SaslFailure.TOO_LONG);
    var text = message.asUtf8();
    if (text == null || text.indexOf('\0') >= 0) throw new Fault(SaslFailure.MALFORMED);
    return text;
  }

  /// The attributes of a message in their order. Refuses what has no value, what comes twice and
  /// any `m=`, whose presence is to fail (RFC 5802 §5.1).
  static List<Attribute> attributes(String text) throws Fault {
    var attributes = new ArrayList<Attribute>();
    long seen = 0;
    for (var part : text.split(",", MAX_ATTRIBUTES + 1)) {
      if (part.length() < 3 || !letter(part.charAt(0)) || part.charAt(1) != '=')
        throw new Fault(SaslFailure.MALFORMED);
      var name = part.charAt(0);
      if (name == 'm') throw new Fault(SaslFailure.EXTENSION);
      long bit = 1L << (name - 'A');
      if ((seen & bit) != 0 || attributes.size() == MAX_ATTRIBUTES)
        throw new Fault(SaslFailure.MALFORMED);
      seen |= bit;
      attributes.add(new Attribute(name, part.substring(2)));
    }
    return attributes;
  }

  /// The value of the attribute that has to stand at this place.
  static String required(List<Attribute> attributes, int place, char name) throws Fault {
    if (place >= attributes.size() || attributes.get(place).name() != name)
      throw new Fault(SaslFailure.MALFORMED);
    return attributes.get(place).value();
  }

  static Octets base64(String value) throws Fault {
    var octets = Octets.fromBase64(value);
    if (octets == null) throw new Fault(SaslFailure.MALFORMED);
    return octets;
  }

  /// `printable = %x21-2B / %x2D-7E`, at least one and at most `MAX_NONCE`.
  static String nonce(String value) throws Fault {
    if (value.length() > MAX_NONCE) throw new Fault(SaslFailure.TOO_LONG);
    if (!value.chars().allMatch(c -> c >= '!' && c <= '~' && c != ','))
      throw new Fault(SaslFailure.MALFORMED);
    return value;
  }

  /// `saslname = 1*(value-safe-char / "=2C" / "=3D")`, turned into the name and prepared.
  static String name(String saslname) throws Fault {
    var name = new StringBuilder();
    for (int i = 0; i < saslname.length(); i++) {
      char c = saslname.charAt(i);
      if (c != '=') name.append(c);
      else {
        if (saslname.startsWith("=2C", i)) name.append(',');
        else if (saslname.startsWith("=3D", i)) name.append('=');
        else throw new Fault(SaslFailure.MALFORMED);
        i += 2;
      }
    }
    var prepared = Prepared.name(name.toString());
    if (prepared == null) throw new Fault(SaslFailure.UNFIT_NAME_OR_PASSWORD);
    return prepared;
  }

  static String saslname(String name) {
    return name.replace("=", "=3D").replace(",", "=2C");
  }

  /// What `c=` has to be: the GS2 header as it was sent, and the channel's data if it is bound.
  static Octets bindingInput(String gs2Header, @Nullable Octets data) {
    var header = gs2Header.getBytes(StandardCharsets.UTF_8);
    return Octets.owning(data == null ? header : concat(header, data.bytes()));
  }

  static byte[] xor(byte[] left, byte[] right) {
    var result = left.clone();
    for (int i = 0; i < result.length; i++) result[i] ^= right[i];
    return result;
  }

  private static byte[] concat(byte[] first, byte[] second) {
    var both = java.util.Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static boolean letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
