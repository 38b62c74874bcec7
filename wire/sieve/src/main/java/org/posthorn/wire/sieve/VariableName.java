package org.posthorn.wire.sieve;

import java.util.Locale;

/// The name of a variable that a command sets.
///
/// @param name in lower case
record VariableName(String name, boolean isGlobal) {

  private static final String GLOBAL = "global.";

  static VariableName of(Arguments arguments, Template text) throws CheckFailed {
    var name = arguments.constant(text, "the name of a variable").toLowerCase(Locale.ROOT);
    boolean global = name.startsWith(GLOBAL);
    var plain = global ? name.substring(GLOBAL.length()) : name;
    if (!Template.isVariableName(plain))
      throw CheckFailed.of(text.at(), "\"" + text.source() + "\" cannot be the name of a variable");
    if (global) arguments.checker().need(text.at(), "the variables \"global.\"", Extension.INCLUDE);
    else arguments.checker().setSeen(plain);
    return new VariableName(plain, global);
  }
}
