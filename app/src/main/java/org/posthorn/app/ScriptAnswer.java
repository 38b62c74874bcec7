package org.posthorn.app;

import java.time.Instant;
import java.util.List;

/// What is answered about people's Sieve scripts.
sealed interface ScriptAnswer extends AdminAnswer {

  record ScriptPage(List<OneScript> scripts) implements ScriptAnswer {
    public ScriptPage {
      scripts = List.copyOf(scripts);
    }
  }

  record OneScript(String name, long octets, boolean active, Instant changed) {}

  record ScriptText(String name, String text) implements ScriptAnswer {}

  /// What the compiler says.
  ///
  /// @param valid whether it can be run
  record ScriptChecked(boolean valid, List<ScriptProblem> problems) implements ScriptAnswer {
    public ScriptChecked {
      problems = List.copyOf(problems);
    }
  }

  /// One thing that is wrong with a script.
  ///
  /// @param severity `error` or `warning`
  record ScriptProblem(String severity, String script, int line, int column, String text) {}

  /// What a script did to a message, and what would happen.
  ///
  /// @param outcome what would happen, in lines
  record ScriptTrial(List<ScriptStep> steps, List<String> outcome) implements ScriptAnswer {
    public ScriptTrial {
      steps = List.copyOf(steps);
      outcome = List.copyOf(outcome);
    }
  }

  /// One step of a trial.
  ///
  /// @param depth how far it is inside of others
  /// @param kind `command`, `test`, `comparison`, `action` or `fault`
  record ScriptStep(String script, int line, int depth, String kind, String text) {}
}
