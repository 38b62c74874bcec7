package org.posthorn.wire.sieve;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a script decided.
///
/// @param actions in the order of the script, the implicit keep last; never empty but for a message
///   that is thrown away by `discard` alone, which is in it. After a fault it is one implicit keep
///   of the message as it came in (RFC 5228 §2.10.6, RFC 5293 §7).
/// @param duplicates to be remembered when all went well; empty after a fault (RFC 7352 §3)
/// @param fault null, or why the script ended early: to be told to its owner
/// @param trace what was done, step by step; empty unless asked for
public record Outcome(
    List<Action> actions,
    List<DuplicateMark> duplicates,
    @Nullable Fault fault,
    List<TraceStep> trace) {

  /// An error at run time.
  ///
  /// @param text one or two sentences for the owner of the script
  /// @param abandoned the actions that the script had asked for before it; they are not to be done
  public record Fault(Position at, String text, List<Action> abandoned) {
    public Fault {
      abandoned = List.copyOf(abandoned);
    }

    @Override
    public String toString() {
      return at + ": " + text;
    }
  }

  public Outcome {
    actions = List.copyOf(actions);
    duplicates = List.copyOf(duplicates);
    trace = List.copyOf(trace);
  }
}
