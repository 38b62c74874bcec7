package org.posthorn.wire.sieve;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.posthorn.wire.sieve.Script.Included;

/// Runs commands and tests by recursion over their tree. Owned by one run.
final class Interpreter {

  /// How it goes on after a command.
  private enum Flow {
    NEXT,
    /// to the end of `Execution.loopsToEnd` loops
    BREAK,
    /// to the end of the script
    RETURN,
    /// to the end of all scripts
    STOP
  }

  private final Execution execution;
  private int loopsToEnd;

  Interpreter(Execution execution) {
    this.execution = execution;
  }

  void run(ScriptUnit unit) throws IOException {
    execution.enter(unit);
    run(unit.commands());
    execution.leave();
  }

  private Flow run(List<Command> commands) throws IOException {
    for (var command : commands) {
      var flow = run(command);
      if (flow != Flow.NEXT) return flow;
    }
    return Flow.NEXT;
  }

  private Flow run(Command command) throws IOException {
    execution.at(command.at());
    return switch (command) {
      case Command.Step step -> {
        step.run(execution);
        yield Flow.NEXT;
      }
      case Command.If choice -> run(choice);
      case Command.Stop _ -> {
        execution.trace(TraceStep.Kind.COMMAND, "stop");
        yield Flow.STOP;
      }
      case Command.Return _ -> {
        execution.trace(TraceStep.Kind.COMMAND, "return");
        yield Flow.RETURN;
      }
      case Command.Include include -> run(include);
      case Command.ForEveryPart loop -> run(loop);
      case Command.Break end -> {
        execution.trace(TraceStep.Kind.COMMAND, "break");
        loopsToEnd = end.loops();
        yield Flow.BREAK;
      }
      case Command.Fail fail ->
          throw new ScriptFault("the script ends itself: " + execution.expand(fail.text()));
      case Command.Conditional conditional -> {
        checkEnabled(conditional.needed());
        yield run(conditional.command());
      }
      case Command.Faulty faulty -> throw new ScriptFault(faulty.text());
    };
  }

  private void checkEnabled(Set<Extension> needed) {
    for (var extension : needed)
      if (!execution.has(extension))
        throw new ScriptFault(
            "the extension \""
                + extension.capability()
                + "\" is used before an \"ihave\" has found it");
  }

  private Flow run(Command.If choice) throws IOException {
    for (var branch : choice.branches()) {
      var test = branch.test();
      execution.at(branch.at());
      execution.trace(TraceStep.Kind.COMMAND, test == null ? "else" : "if");
      execution.deeper();
      try {
        if (test == null || holds(test)) return run(branch.block());
      } finally {
        execution.shallower();
      }
    }
    return Flow.NEXT;
  }

  // --- include

  private Flow run(Command.Include include) throws IOException {
    var script = include.script();
    if (include.once() && execution.wasIncluded(script)) {
      execution.trace(TraceStep.Kind.COMMAND, "include " + script + ": it was included before");
      return Flow.NEXT;
    }
    return switch (execution.included(script)) {
      case Included.Found(ScriptUnit unit) -> {
        if (execution.isRunning(script))
          throw new ScriptFault("the script \"" + script + "\" includes itself");
        execution.trace(TraceStep.Kind.COMMAND, "include " + script);
        yield runIncluded(unit);
      }
      case Included.Missing _ -> {
        if (!include.optional())
          throw new ScriptFault("there is no script \"" + script + "\" to include");
        execution.trace(TraceStep.Kind.COMMAND, "include " + script + ": there is none");
        yield Flow.NEXT;
      }
      case Included.Broken(String text) -> throw new ScriptFault(text);
    };
  }

  private Flow runIncluded(ScriptUnit unit) throws IOException {
    execution.enter(unit);
    execution.deeper();
    var flow = run(unit.commands());
    execution.shallower();
    execution.leave();
    return flow == Flow.STOP ? Flow.STOP : Flow.NEXT;
  }

  // --- loops

  private Flow run(Command.ForEveryPart loop) throws IOException {
    var outer = execution.part();
    execution.trace(TraceStep.Kind.COMMAND, "foreverypart");
    execution.deeper();
    var flow = outer == null ? walk(loop, execution.scope()) : walkChildren(loop, outer);
    execution.shallower();
    execution.part(outer);
    if (flow != Flow.BREAK) return flow;
    return --loopsToEnd > 0 ? Flow.BREAK : Flow.NEXT;
  }

  /// A part and those in it, depth first. What a part has is asked after the block was run over it,
  /// since it may have been replaced.
  private Flow walk(Command.ForEveryPart loop, PartPath path) throws IOException {
    execution.part(path);
    execution.countCommand();
    if (execution.isTracing())
      execution.trace(TraceStep.Kind.COMMAND, "part " + path + ": " + execution.view(path).type());
    var flow = run(loop.block());
    return flow == Flow.NEXT ? walkChildren(loop, path) : flow;
  }

  private Flow walkChildren(Command.ForEveryPart loop, PartPath path) throws IOException {
    int count = execution.view(path).children().size();
    for (int i = 0; i < count; i++) {
      var flow = walk(loop, path.child(i));
      if (flow != Flow.NEXT) return flow;
    }
    return Flow.NEXT;
  }

  // --- tests

  /// From left to right, and no further than needed (RFC 5229 §3.2, RFC 5463 §4).
  private boolean holds(Test test) throws IOException {
    execution.at(test.at());
    boolean holds =
        switch (test) {
          case Test.Question question -> question(question);
          case Test.Constant constant -> constant.value();
          case Test.Not not -> !inside("not", List.of(not.test()), false);
          case Test.AllOf all -> inside("allof", all.tests(), false);
          case Test.AnyOf any -> inside("anyof", any.tests(), true);
          case Test.Conditional conditional -> {
            checkEnabled(conditional.needed());
            yield holds(conditional.test());
          }
          case Test.Faulty faulty -> throw new ScriptFault(faulty.text());
        };
    return holds;
  }

  private boolean question(Test.Question question) throws IOException {
    if (!execution.isTracing()) return question.holds(execution);
    execution.trace(TraceStep.Kind.TEST, Execution.name(question));
    execution.deeper();
    boolean holds = question.holds(execution);
    execution.at(question.at());
    execution.trace(TraceStep.Kind.TEST, holds ? "is true" : "is false");
    execution.shallower();
    return holds;
  }

  /// The tests up to the first that is `last`.
  private boolean inside(String name, List<Test> tests, boolean last) throws IOException {
    execution.trace(TraceStep.Kind.TEST, name);
    execution.deeper();
    try {
      for (var test : tests) if (holds(test) == last) return last;
      return !last;
    } finally {
      execution.shallower();
    }
  }
}
