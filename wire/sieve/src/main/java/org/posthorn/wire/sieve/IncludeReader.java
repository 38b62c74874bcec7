package org.posthorn.wire.sieve;

import org.posthorn.wire.sieve.ScriptName.Location;

/// Checks `include` and `return` (RFC 6609 §3.2, §3.3).
final class IncludeReader {

  private IncludeReader() {}

  // Usage: include [LOCATION] [":once"] [":optional"] <value: string>
  static Command include(Arguments arguments) throws CheckFailed {
    boolean personal = arguments.flag("personal");
    boolean global = arguments.flag("global");
    if (personal && global) throw arguments.fail(":personal and :global exclude each other");
    boolean once = arguments.flag("once");
    boolean optional = arguments.flag("optional");
    var value = arguments.string("the name of a script");
    var name = arguments.constant(value, "the name of an included script");
    if (!ScriptName.isValid(name))
      throw CheckFailed.of(value.at(), "\"" + name + "\" cannot be the name of a script");
    var script = new ScriptName(global ? Location.GLOBAL : Location.PERSONAL, name);
    arguments.checker().include(script, value.at(), optional);
    return new Command.Include(arguments.at(), script, once, optional);
  }

  static Command returning(Arguments arguments) {
    return new Command.Return(arguments.at());
  }
}
