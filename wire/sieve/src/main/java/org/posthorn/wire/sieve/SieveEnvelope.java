package org.posthorn.wire.sieve;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the transport said about a message (RFC 5228 §5.4, RFC 6009).
///
/// @param from the reverse-path without brackets, empty for `<>`
/// @param to the recipient as it was given, whose script is run
/// @param notifyOn the conditions of RCPT's NOTIFY parameter, empty when it had none
/// @param orcpt RCPT's ORCPT with its type, decoded, such as `rfc822;romeo@example.com`
/// @param ret MAIL's RET, `FULL` or `HDRS`
/// @param envid MAIL's ENVID, decoded
public record SieveEnvelope(
    String from,
    String to,
    List<String> notifyOn,
    @Nullable String orcpt,
    @Nullable String ret,
    @Nullable String envid,
    @Nullable DeliverBy deliverBy) {

  /// MAIL's BY parameter as it stands now.
  ///
  /// @param secondsLeft until `deadline`; negative when it is past
  /// @param returns by-mode R, else N
  public record DeliverBy(long secondsLeft, Instant deadline, boolean returns, boolean traced) {}

  public SieveEnvelope {
    notifyOn = List.copyOf(notifyOn);
  }

  public static SieveEnvelope of(String from, String to) {
    return new SieveEnvelope(from, to, List.of(), null, null, null, null);
  }
}
