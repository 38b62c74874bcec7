package org.posthorn.domain.relay;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.smtp.EhloKeyword;
import org.posthorn.wire.smtp.EnhancedCode;
import org.posthorn.wire.smtp.Reply;

/// What became of a message for one recipient.
public sealed interface RecipientOutcome {

  /// The host has taken the responsibility.
  ///
  /// @param promised extensions by which it was told what the sender wants: with DSN it reports on
  ///   delivery itself (RFC 3461 §5.2.2), with DELIVERBY it looks at the clock (RFC 2852 §4.1.4)
  record Delivered(Reply reply, Set<EhloKeyword> promised) implements RecipientOutcome {
    public Delivered {
      promised = Set.copyOf(promised);
    }
  }

  /// Not now.
  ///
  /// @param reply null when the host said nothing about it
  /// @param code 4.x.x
  record TemporaryFailure(@Nullable Reply reply, EnhancedCode code, String reason)
      implements RecipientOutcome {}

  /// Never by this host.
  ///
  /// @param reply null when we know without asking
  /// @param code 5.x.x
  record PermanentFailure(
      @Nullable Reply reply, EnhancedCode code, String reason, Elsewhere elsewhere)
      implements RecipientOutcome {}

  /// The session has no transaction left for it (RFC 9422): a new one will do, at once.
  record NotTried() implements RecipientOutcome {}

  /// Whether another target of the same route could do better.
  enum Elsewhere {
    /// The host has spoken for its domain.
    FINAL,
    /// The host lacks something that the message needs.
    MAY_DIFFER
  }

  /// A refusal in the host's own words.
  static RecipientOutcome refused(Reply reply) {
    var given = reply.enhanced();
    if (reply.code() >= 500) {
      var code = given != null ? given : new EnhancedCode(5, 0, 0);
      return new PermanentFailure(reply, code, RelayStep.shown(reply), Elsewhere.FINAL);
    }
    var code = given != null && given.status() == 4 ? given : new EnhancedCode(4, 0, 0);
    return new TemporaryFailure(reply, code, RelayStep.shown(reply));
  }

  /// What the host lacks.
  static RecipientOutcome lacking(String code, String reason) {
    return new PermanentFailure(null, EnhancedCode.of(code), reason, Elsewhere.MAY_DIFFER);
  }
}
