package org.posthorn.wire.sieve;

import java.util.ArrayList;
import java.util.List;

/// `hasflag` (RFC 5232 §4).
///
/// @param variables empty for the internal one
record HasFlagTest(Position at, Match match, List<VariableName> variables, List<Template> flags)
    implements Test.Question {

  static HasFlagTest of(Arguments arguments) throws CheckFailed {
    var match = Match.withoutList(arguments);
    var variables = new ArrayList<VariableName>();
    if (arguments.count() > 1) {
      arguments.checker().need(arguments.at(), "a variable of flags", Extension.VARIABLES);
      for (var name : arguments.strings("the names of variables"))
        variables.add(VariableName.of(arguments, name));
    }
    var flags = arguments.strings("the flags");
    for (var flag : flags) if (flag.isConstant()) Keys.of(words(flag, flag.source()), match);
    return new HasFlagTest(arguments.at(), match, variables, flags);
  }

  @Override
  public boolean holds(Execution execution) {
    var values = new ArrayList<String>();
    if (variables.isEmpty()) values.addAll(execution.flags().flags());
    for (var name : variables)
      values.addAll(FlagSet.flagsOf(List.of(execution.variables().value(name))));
    // a string with blanks is a list of flags (§2); with :matches and the like it is a pattern each
    var keys = new ArrayList<Template>();
    for (var flag : flags) keys.addAll(words(flag, execution.expand(flag)));
    return comparing(execution, keys).any(values);
  }

  private static List<Template> words(Template flag, String text) {
    var words = new ArrayList<Template>();
    for (var word : text.split(" +", -1))
      if (!word.isEmpty()) words.add(Template.constant(flag.at(), word));
    return words;
  }

  private Comparing comparing(Execution execution, List<Template> keys) {
    try {
      return Comparing.of(execution, match, Keys.of(keys, match));
    } catch (CheckFailed e) {
      throw new ScriptFault(e.text());
    }
  }
}
