package org.posthorn.domain.guard;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mailauth.ArcSealer;
import org.posthorn.wire.mailauth.DkimAlgorithm;

/// Seals what is sent on for somebody: tells the next host what was found when the message came in
/// (RFC 8617 §5.1), with the keys of the domain that sends it on. Any thread may call.
public final class Sealing {

  private final SigningKeys keys;
  private final InstantSource clock;

  public Sealing(SigningKeys keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /// The three fields of the ARC set to put before the message, with line ends; empty when nothing
  /// was found out, when the domain has no key, or when nothing may be added to the chain.
  ///
  /// @param message as it will be sent, everything else done
  /// @param domain that sends it on
  /// @param arrived what was found when it came in
  public String seal(MessageSource message, DomainName domain, SenderVerdict arrived)
      throws IOException {
    var authentication = arrived.authentication();
    var chain = arrived.results().arc();
    var candidates = keys.of(domain);
    if (authentication == null || chain == null || candidates.isEmpty()) return "";
    // A set has one signature, and not all who check know Ed25519.
    var key =
        candidates.stream()
            .filter(it -> it.secret().algorithm() == DkimAlgorithm.RSA_SHA256)
            .findFirst()
            .orElse(candidates.getFirst());
    try (var reading = MessageReading.of(message)) {
      var sealing = new ArcSealer(key, clock).start(reading.header(), chain, authentication);
      reading.body(List.of(sealing));
      return sealing.finish();
    }
  }
}
