package org.posthorn.wire.sieve;

import org.jspecify.annotations.Nullable;

/// Checks `foreverypart` and `break` (RFC 5703 §3).
final class LoopReader {

  private LoopReader() {}

  // Usage: foreverypart [":name" string] block
  static Command forEveryPart(Arguments arguments) throws CheckFailed {
    var name = arguments.constantTag("name");
    var block = arguments.checker().loop(name, arguments.block());
    return new Command.ForEveryPart(arguments.at(), block);
  }

  // Usage: break [":name" string];
  static Command breaking(Arguments arguments) throws CheckFailed {
    var name = arguments.constantTag("name");
    int loops = arguments.checker().loopsUpTo(name);
    if (loops > 0) return new Command.Break(arguments.at(), loops);
    throw arguments.fail(outside(name));
  }

  private static String outside(@Nullable String name) {
    return name == null
        ? "\"break\" is only allowed inside of \"foreverypart\""
        : "there is no \"foreverypart :name \"" + name + "\"\" around this";
  }
}
