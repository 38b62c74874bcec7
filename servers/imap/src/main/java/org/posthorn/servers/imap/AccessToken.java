package org.posthorn.servers.imap;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The INTERNAL mechanism of URLAUTH (RFC 4467 §2.4.1): `01`, which names the algorithm, and an
/// HMAC-SHA-256 of the URL under the mailbox's access key, in hexadecimal.
final class AccessToken {
  static final String MECHANISM = "INTERNAL";

  /// RFC 4467 §2.2 wants 16 at least.
  static final int KEY_OCTETS = 32;

  private static final String ALGORITHM = "01";

  private AccessToken() {}

  static String of(byte[] key, String rump) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      var hash = mac.doFinal(rump.getBytes(StandardCharsets.UTF_8));
      return ALGORITHM + HexFormat.of().formatHex(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA-256", e);
    }
  }

  /// In the same time whatever is wrong.
  static boolean isRight(byte[] key, String rump, String token) {
    var right = of(key, rump).getBytes(StandardCharsets.US_ASCII);
    return MessageDigest.isEqual(right, token.getBytes(StandardCharsets.UTF_8));
  }
}
