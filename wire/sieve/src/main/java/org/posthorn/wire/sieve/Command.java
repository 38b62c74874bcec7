package org.posthorn.wire.sieve;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A checked command. Control commands are here and run by `Interpreter`; the others are a file
/// each.
sealed interface Command {

  Position at();

  /// A chain of `if`, `elsif`, `else` (RFC 5228 §3.1).
  record If(Position at, List<Branch> branches) implements Command {
    public If {
      branches = List.copyOf(branches);
    }
  }

  /// One of a chain.
  ///
  /// @param test null for `else`
  record Branch(Position at, @Nullable Test test, List<Command> block) {
    public Branch {
      block = List.copyOf(block);
    }
  }

  /// RFC 5228 §3.3.
  record Stop(Position at) implements Command {}

  /// RFC 6609 §3.3.
  record Return(Position at) implements Command {}

  /// RFC 6609 §3.2. What the name stands for is in `Script`.
  record Include(Position at, ScriptName script, boolean once, boolean optional)
      implements Command {}

  /// RFC 5703 §3.
  record ForEveryPart(Position at, List<Command> block) implements Command {
    public ForEveryPart {
      block = List.copyOf(block);
    }
  }

  /// RFC 5703 §3.
  ///
  /// @param loops how many loops end, 1 for the innermost
  record Break(Position at, int loops) implements Command {}

  /// RFC 5463 §5.
  record Fail(Position at, Template text) implements Command {}

  /// A command of extensions that an `ihave` must have found before (RFC 5463 §4).
  record Conditional(Position at, Set<Extension> needed, Command command) implements Command {
    public Conditional {
      needed = Set.copyOf(needed);
    }
  }

  /// A command that only an extension could explain that is not here; an error when it is reached
  /// (RFC 5463 §4).
  record Faulty(Position at, String text) implements Command {}

  /// Does something and goes on.
  sealed interface Step extends Command
      permits KeepCommand,
          FileIntoCommand,
          RedirectCommand,
          DiscardCommand,
          RejectCommand,
          VacationCommand,
          NotifyCommand,
          FlagCommand,
          SetCommand,
          GlobalCommand,
          AddHeaderCommand,
          DeleteHeaderCommand,
          ReplaceCommand,
          EncloseCommand,
          ExtractTextCommand {

    void run(Execution execution) throws IOException;
  }
}
