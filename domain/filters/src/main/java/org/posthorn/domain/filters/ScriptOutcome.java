package org.posthorn.domain.filters;

import java.util.List;
import org.posthorn.wire.sieve.Compilation;
import org.posthorn.wire.sieve.Diagnostic;

/// What became of a change to an account's scripts. Nothing was changed unless it is [Done].
public sealed interface ScriptOutcome {

  /// In words for people, without an end.
  String inWords();

  /// It is done and durable.
  ///
  /// @param warnings of the compiler
  record Done(List<Diagnostic> warnings) implements ScriptOutcome {
    public Done {
      warnings = List.copyOf(warnings);
    }

    static Done plainly() {
      return new Done(List.of());
    }

    @Override
    public String inWords() {
      return "done";
    }
  }

  record NoSuchScript() implements ScriptOutcome {
    @Override
    public String inWords() {
      return "there is no script of that name";
    }
  }

  record AlreadyExists() implements ScriptOutcome {
    @Override
    public String inWords() {
      return "there is a script of that name already";
    }
  }

  /// RFC 5804 §2.10: the active script is not deleted.
  record IsActive() implements ScriptOutcome {
    @Override
    public String inWords() {
      return "the script is active; make another one active, or none, before it is deleted";
    }
  }

  record BadName() implements ScriptOutcome {
    @Override
    public String inWords() {
      return "a script's name has 1 to 128 characters, no controls and no slashes, and does not"
          + " begin with a dot";
    }
  }

  record TooLarge() implements ScriptOutcome {
    @Override
    public String inWords() {
      return "a script has at most %d octets".formatted(FilterLimits.MAX_SCRIPT_OCTETS);
    }
  }

  record TooManyScripts() implements ScriptOutcome {
    @Override
    public String inWords() {
      return "an account has at most %d scripts".formatted(FilterLimits.MAX_SCRIPTS);
    }
  }

  record TooManyOctets() implements ScriptOutcome {
    @Override
    public String inWords() {
      return "all scripts of an account have at most %d octets".formatted(FilterLimits.MAX_OCTETS);
    }
  }

  /// It cannot be run.
  record DoesNotCompile(Compilation.Refused why) implements ScriptOutcome {
    @Override
    public String inWords() {
      return why.text();
    }
  }
}
