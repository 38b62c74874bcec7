package org.posthorn.domain.relay;

import org.jspecify.annotations.Nullable;
import org.posthorn.wire.smtp.EnhancedCode;
import org.posthorn.wire.smtp.Reply;

/// Why there is no session with a host, or no longer.
///
/// @param code 4.x.x, or 5.x.x when the host refuses us for good: then it is final once no other
///   target is left
/// @param reply what the host said, if it did
/// @param reason for people, harmless
public record ConnectionFailure(
    EnhancedCode code, @Nullable Reply reply, String reason, Next next) {

  /// What to do about it.
  public enum Next {
    /// Try the next target.
    NEXT_TARGET,
    /// Try the same target without TLS, once: TLS is there and does not work, and need not.
    IN_THE_CLEAR,
    /// Try later: the fault is ours, or the message may have been taken.
    LATER
  }

  static ConnectionFailure of(String code, String reason, Next next) {
    return new ConnectionFailure(EnhancedCode.of(code), null, reason, next);
  }

  /// A refusal in the host's own words.
  static ConnectionFailure refused(String what, Reply reply) {
    var given = reply.enhanced();
    int status = reply.code() >= 500 ? 5 : 4;
    // RFC 3463: X.3.2 is "system not accepting network messages".
    var code = given != null && given.status() == status ? given : new EnhancedCode(status, 3, 2);
    return new ConnectionFailure(
        code, reply, what + " was answered " + RelayStep.shown(reply), Next.NEXT_TARGET);
  }

  public boolean isPermanent() {
    return code.status() == 5;
  }

  public String text() {
    return code + " " + reason;
  }
}
