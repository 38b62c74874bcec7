package org.posthorn.domain.relay;

import org.posthorn.wire.smtp.EhloReply;

/// What two hosts have agreed on before the first message.
///
/// @param offers of the last EHLO; none after HELO
record Agreed(EhloReply offers, Protection protection) {

  /// What is known of the way.
  enum Protection {
    PLAIN_TEXT,
    /// With somebody.
    ENCRYPTED,
    /// With the host that was meant, as far as its name can be trusted.
    VERIFIED
  }
}
