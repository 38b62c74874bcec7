package org.posthorn.wire.sieve;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.posthorn.wire.sieve.Script.Included;

/// From the text of a script to something that can be run.
///
/// Any octets may be given; nothing is thrown. Scripts that are included are compiled with it; what
/// is missing or wrong with them is a warning here and an error when a run comes to it (RFC 6609
/// §3.1).
public final class SieveCompiler {

  private record Wanted(ScriptName script, Position at, boolean optional) {}

  private final CompileSettings settings;
  private final Map<ScriptName, Included> included = new LinkedHashMap<>();
  private final Deque<Wanted> wanted = new ArrayDeque<>();
  private final List<Diagnostic> warnings = new ArrayList<>();

  private SieveCompiler(CompileSettings settings) {
    this.settings = settings;
  }

  /// Compiles a script.
  ///
  /// @param name what it is called in messages, and by what an include of itself is known
  public static Compilation compile(ScriptName name, byte[] text, CompileSettings settings) {
    return new SieveCompiler(settings).compile(name, text);
  }

  private Compilation compile(ScriptName name, byte[] text) {
    var diagnostics = new Diagnostics(name, settings.limits());
    var main = unit(name, text, diagnostics);
    if (diagnostics.hasErrors())
      return new Compilation.Refused(diagnostics.errors(), diagnostics.warnings());
    warnings.addAll(diagnostics.warnings());
    included.put(name, new Included.Found(main));
    while (!wanted.isEmpty()) include(wanted.removeFirst());
    return new Compilation.Compiled(new Script(main, included), warnings);
  }

  private ScriptUnit unit(ScriptName name, byte[] text, Diagnostics diagnostics) {
    int most = settings.limits().scriptOctets();
    List<SyntaxNode> syntax = List.of();
    if (text.length > most)
      diagnostics.error(diagnostics.at(1, 1), "a script has at most " + most + " octets");
    else syntax = SyntaxParser.parse(Octets.decode(text), diagnostics, settings.limits());
    var checker =
        new Checker(
            settings,
            diagnostics,
            (script, at, optional) -> wanted.add(new Wanted(script, at, optional)));
    return checker.check(name, syntax);
  }

  private void include(Wanted script) {
    var known = included.get(script.script);
    if (known == null) {
      known = find(script.script);
      included.put(script.script, known);
    }
    if (known instanceof Included.Broken broken) warn(script, broken.text());
    if (known instanceof Included.Missing && !script.optional)
      warn(script, "there is no script \"" + script.script + "\" yet");
  }

  private void warn(Wanted script, String text) {
    if (warnings.size() < settings.limits().errors())
      warnings.add(Diagnostic.warning(script.at, text));
  }

  private Included find(ScriptName name) {
    if (included.size() > settings.limits().includedScripts())
      return new Included.Broken(
          "more than " + settings.limits().includedScripts() + " scripts are included");
    var text = settings.library().find(name);
    if (text == null) return new Included.Missing();
    var diagnostics = new Diagnostics(name, settings.limits());
    var unit = unit(name, text, diagnostics);
    if (!diagnostics.hasErrors()) return new Included.Found(unit);
    return new Included.Broken(
        "the included script is wrong: " + diagnostics.errors().getFirst().toString());
  }
}
