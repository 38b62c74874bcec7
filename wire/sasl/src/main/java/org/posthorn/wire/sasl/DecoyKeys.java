package org.posthorn.wire.sasl;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;

/// Makes up keys for users that do not exist, the same ones each time, so that salt and iteration
/// count do not tell who does (RFC 5802 §5.1 shows them to anybody who names a user).
///
/// @param secret known to this installation only and the same on all its nodes and after restarts;
///   at least 16 octets
/// @param iterations what real accounts have
public record DecoyKeys(Octets secret, int iterations) {

  public DecoyKeys {
    if (secret.length() < 16) throw new IllegalArgumentException("the secret is too short");
    if (iterations < 1) throw new IllegalArgumentException("no iterations");
  }

  /// Keys for a name, equal for names that a directory would fold into one: a real account answers
  /// `Romeo` and `romeo` with one salt.
  ScramKeys keysFor(String name, ScramHash hash) {
    var folded = Normalizer.normalize(name, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return new ScramKeys(
        hash,
        Octets.owning(
            Arrays.copyOf(derive("salt", folded, ScramHash.SHA_256, hash), ScramKeys.SALT_OCTETS)),
        iterations,
        Octets.owning(derive("stored key", folded, hash, hash)),
        Octets.owning(derive("server key", folded, hash, hash)));
  }

  private byte[] derive(String what, String name, ScramHash by, ScramHash hash) {
    var label = what + '\0' + hash.wireName() + '\0' + name;
    return by.hmac(secret.bytes(), label.getBytes(StandardCharsets.UTF_8));
  }
}
