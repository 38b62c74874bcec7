package org.posthorn.wire.mailauth;

import java.time.InstantSource;
import org.posthorn.wire.mail.HeaderFields;

/// Adds ARC sets to messages that are sent on (RFC 8617 §5.1), after everything else was done to
/// them. Immutable.
///
/// ```java
/// var sealing = sealer.start(header, verdict, results);
/// while (…) sealing.body(buffer, 0, count);
/// String fields = sealing.finish(); // to be put before the message
/// ```
public final class ArcSealer {

  private final DkimSigner.Key key;
  private final InstantSource clock;

  public ArcSealer(DkimSigner.Key key, InstantSource clock) {
    this.key = key;
    this.clock = clock;
  }

  /// Starts with the header as it will be sent.
  ///
  /// @param arrived what the chain came to when the message came in
  /// @param results everything that was found out then
  public ArcSealing start(HeaderFields header, ArcVerdict arrived, AuthenticationResults results) {
    return new ArcSealing(
        new SignableHeader(header), key, clock.instant(), arrived.status(), results);
  }
}
