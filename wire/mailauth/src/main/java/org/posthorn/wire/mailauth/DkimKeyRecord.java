package org.posthorn.wire.mailauth;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.Objects;
import org.posthorn.wire.dns.Dns;
import org.posthorn.wire.dns.Lookup;
import org.posthorn.wire.dns.Txt;

/// A signer's public key as DNS has it (RFC 6376 §3.6.1), good for one kind of signature.
///
/// @param isTesting `t=y`: the domain only tries
record DkimKeyRecord(PublicKey key, boolean isTesting) {

  /// RFC 8301 §3.2.
  static final int MIN_RSA_BITS = 1_024;

  /// RFC 8301 §3.2 wants 4096; what is larger costs us and helps nobody.
  static final int MAX_RSA_BITS = 8_192;

  /// Exponents are 65537 or 3; a long one makes a verification as dear as a signature.
  private static final BigInteger MAX_RSA_EXPONENT = BigInteger.ONE.shiftLeft(32);

  /// A domain may have text for others beside the key, but not without end.
  private static final int MAX_RECORDS = 5;

  private static final int MAX_OCTETS = 8_192;

  /// RFC 6376 §6.1.2.
  static DkimKeyRecord of(DkimSignature signature, Dns dns) throws DkimFault {
    return switch (dns.txt(signature.signer().keyName())) {
      case Lookup.Failed<Txt> _ -> throw new DkimFault(DkimReason.KEY_UNAVAILABLE);
      case Lookup.NoSuchName<Txt> _, Lookup.NoSuchRecord<Txt> _ ->
          throw new DkimFault(DkimReason.NO_KEY);
      case Lookup.Found<Txt> found -> first(found.records(), signature);
    };
  }

  /// Of several records the first that is a key for this signature; else what is wrong with the
  /// first.
  private static DkimKeyRecord first(List<Txt> records, DkimSignature signature) throws DkimFault {
    DkimFault fault = null;
    for (var record : records.subList(0, Math.min(records.size(), MAX_RECORDS))) {
      try {
        return parse(record.joined(), signature);
      } catch (DkimFault other) {
        if (fault == null) fault = other;
      }
    }
    throw Objects.requireNonNull(fault);
  }

  static DkimKeyRecord parse(String text, DkimSignature signature) throws DkimFault {
    var tags = text.length() > MAX_OCTETS ? null : TagList.parse(text);
    if (tags == null) throw new DkimFault(DkimReason.KEY_SYNTAX);
    var version = tags.value("v");
    if (version != null && !(version.equals("DKIM1") && tags.first().equals("v")))
      throw new DkimFault(DkimReason.KEY_SYNTAX);
    var data = tags.compact("p");
    if (data == null) throw new DkimFault(DkimReason.KEY_SYNTAX);
    var hashes = tags.value("h");
    if (hashes != null && !TagList.items(hashes).contains("sha256"))
      throw new DkimFault(DkimReason.KEY_HASH);
    if (data.isEmpty()) throw new DkimFault(DkimReason.KEY_REVOKED);
    if (!tags.value("k", "rsa").equals(signature.algorithm().keyType()))
      throw new DkimFault(DkimReason.KEY_ALGORITHM);
    var services = TagList.items(tags.value("s", "*"));
    if (!services.contains("*") && !services.contains("email"))
      throw new DkimFault(DkimReason.KEY_SERVICE);
    var flags = TagList.items(tags.value("t", ""));
    var signer = signature.signer();
    if (flags.contains("s") && !signer.agentDomain().equals(signer.domain()))
      throw new DkimFault(DkimReason.DOMAIN_MISMATCH);
    return new DkimKeyRecord(key(data, signature.algorithm()), flags.contains("y"));
  }

  private static PublicKey key(String base64, DkimAlgorithm algorithm) throws DkimFault {
    var data = Sha256.decoded(base64);
    if (data == null) throw new DkimFault(DkimReason.KEY_SYNTAX);
    try {
      return switch (algorithm) {
        case RSA_SHA256 -> rsa(data);
        case ED25519_SHA256 -> {
          if (data.length != 32) throw new DkimFault(DkimReason.KEY_SYNTAX);
          yield KeyFactory.getInstance("Ed25519")
              .generatePublic(new X509EncodedKeySpec(Der.ed25519Public(data)));
        }
      };
    } catch (GeneralSecurityException e) {
      throw new DkimFault(DkimReason.KEY_SYNTAX);
    }
  }

  /// COMPAT(many, 2026-11): RFC 6376 §3.6.1 wants an RSAPublicKey, its own example and everybody
  /// else have a SubjectPublicKeyInfo.
  private static PublicKey rsa(byte[] data) throws GeneralSecurityException, DkimFault {
    var factory = KeyFactory.getInstance("RSA");
    RSAPublicKey key;
    try {
      key = (RSAPublicKey) factory.generatePublic(new X509EncodedKeySpec(data));
    } catch (GeneralSecurityException e) {
      key = (RSAPublicKey) factory.generatePublic(new X509EncodedKeySpec(Der.rsaPublic(data)));
    }
    int bits = key.getModulus().bitLength();
    if (bits < MIN_RSA_BITS) throw new DkimFault(DkimReason.WEAK_KEY);
    if (bits > MAX_RSA_BITS || key.getPublicExponent().compareTo(MAX_RSA_EXPONENT) > 0)
      throw new DkimFault(DkimReason.KEY_TOO_LARGE);
    return key;
  }
}
