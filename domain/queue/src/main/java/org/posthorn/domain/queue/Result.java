package org.posthorn.domain.queue;

import java.util.Set;
import org.posthorn.domain.relay.RecipientOutcome;
import org.posthorn.domain.relay.RecipientOutcome.Elsewhere;
import org.posthorn.wire.smtp.EhloKeyword;
import org.posthorn.wire.smtp.Reply;

/// What an attempt came to for one recipient.
sealed interface Result {

  Pending pending();

  /// Another host has it.
  record Done(Pending pending, String host, Reply reply, Set<EhloKeyword> promised)
      implements Result {}

  /// It is given up.
  record GivenUp(Pending pending, Fault fault) implements Result {}

  /// It is tried later; the fault is in `pending`.
  record Later(Pending pending, Fault fault) implements Result {}

  /// It was not tried.
  record Untouched(Pending pending) implements Result {}

  static Result of(Pending pending, RecipientOutcome outcome, String host) {
    return switch (outcome) {
      case RecipientOutcome.Delivered(var reply, var promised) ->
          new Done(pending, host, reply, promised);
      case RecipientOutcome.TemporaryFailure(var reply, var code, var reason) ->
          later(pending, Fault.of(code, host, reply, reason));
      case RecipientOutcome.PermanentFailure(var reply, var code, var reason, var _) ->
          new GivenUp(pending, Fault.of(code, host, reply, reason));
      case RecipientOutcome.NotTried _ -> new Untouched(pending);
    };
  }

  static Result later(Pending pending, Fault fault) {
    return new Later(pending.after(fault), fault);
  }

  /// Whether another host of the same route could do better.
  static boolean mayDiffer(RecipientOutcome outcome) {
    return outcome instanceof RecipientOutcome.PermanentFailure failure
        && failure.elsewhere() == Elsewhere.MAY_DIFFER;
  }
}
