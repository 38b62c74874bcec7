package org.posthorn.wire.mailauth;

import java.time.InstantSource;
import org.posthorn.wire.dns.Dns;
import org.posthorn.wire.mail.HeaderFields;

/// Checks the Authenticated Received Chain of messages (RFC 8617 §5.2): every seal, and the newest
/// signature of the message. Any thread may start.
///
/// ```java
/// var validation = validator.start(header);
/// while (…) validation.body(buffer, 0, count);
/// ArcVerdict verdict = validation.finish();
/// ```
public final class ArcValidator {

  private final Dns dns;
  private final InstantSource clock;

  public ArcValidator(Dns dns, InstantSource clock) {
    this.dns = dns;
    this.clock = clock;
  }

  /// Reads the chain of a header; asks nobody yet.
  public ArcValidation start(HeaderFields header) {
    return new ArcValidation(new SignableHeader(header), dns, clock.instant());
  }
}
