package org.posthorn.wire.mailauth;

import java.time.InstantSource;
import org.posthorn.wire.dns.Dns;
import org.posthorn.wire.mail.HeaderFields;

/// Checks the DKIM signatures of messages (RFC 6376 with RFC 8301, RFC 8463 and RFC 8616).
///
/// ```java
/// var verification = verifier.start(header);
/// while (…) verification.body(buffer, 0, count);
/// List<DkimVerdict> verdicts = verification.finish();
/// ```
///
/// Refused, each with its reason: SHA-1, RSA keys under 1024 bits, signatures of a part of the body
/// (`l=`), messages in which a signed field occurs once more than was signed. Any thread may start.
public final class DkimVerifier {

  /// Signatures of one message that are looked at, the topmost ones.
  public static final int MAX_SIGNATURES = 10;

  private final Dns dns;
  private final InstantSource clock;

  public DkimVerifier(Dns dns, InstantSource clock) {
    this.dns = dns;
    this.clock = clock;
  }

  /// Reads the signatures of a header; asks nobody yet.
  public DkimVerification start(HeaderFields header) {
    return new DkimVerification(new SignableHeader(header), dns, clock.instant());
  }
}
