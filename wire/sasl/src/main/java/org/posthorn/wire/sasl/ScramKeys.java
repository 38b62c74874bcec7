package org.posthorn.wire.sasl;

/// What a server keeps of a password for SCRAM (RFC 5802 §3): enough to check a proof, not enough
/// to make one.
///
/// @param iterations how often the hash was applied; at least 1, and at least 4096 by RFC 7677 §4
public record ScramKeys(
    ScramHash hash, Octets salt, int iterations, Octets storedKey, Octets serverKey) {

  /// The length of salt that new keys should have. All accounts should agree in it: the salts that
  /// are made up for unknown users have this length.
  public static final int SALT_OCTETS = 16;

  public ScramKeys {
    if (salt.length() == 0) throw new IllegalArgumentException("no salt");
    if (iterations < 1) throw new IllegalArgumentException("no iterations");
    if (storedKey.length() != hash.octets() || serverKey.length() != hash.octets())
      throw new IllegalArgumentException("keys are not of " + hash.wireName());
  }

  /// Makes the keys of a password; takes the time of `iterations` HMACs.
  ///
  /// @param password already prepared by `Prepared.password`, as the client's side will be
  public static ScramKeys derive(ScramHash hash, Secret password, Octets salt, int iterations) {
    if (iterations < 1) throw new IllegalArgumentException("no iterations");
    var salted = hash.hi(password.utf8(), salt.bytes(), iterations);
    var clientKey = hash.hmac(salted, Scram.CLIENT_KEY);
    return new ScramKeys(
        hash,
        salt,
        iterations,
        Octets.owning(hash.digest(clientKey)),
        Octets.owning(hash.hmac(salted, Scram.SERVER_KEY)));
  }
}
