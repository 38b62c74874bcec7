package org.posthorn.testing.bench;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// A program's arguments as `key=value`. A key that nobody asks for is refused, so that a slip of
/// the pen does not measure something else.
final class Arguments {
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Set<String> asked = new HashSet<>();

  Arguments(String... arguments) {
    for (var argument : arguments) {
      var equals = argument.indexOf('=');
      if (equals < 1) throw new IllegalArgumentException("not key=value: " + argument);
      values.put(argument.substring(0, equals), argument.substring(equals + 1));
    }
  }

  String text(String key, String otherwise) {
    asked.add(key);
    return values.getOrDefault(key, otherwise);
  }

  /// @throws IllegalArgumentException when it is not there
  String needed(String key) {
    var value = text(key, "");
    if (value.isEmpty()) throw new IllegalArgumentException(key + "= is needed");
    return value;
  }

  int number(String key, int otherwise) {
    return Integer.parseInt(text(key, Integer.toString(otherwise)));
  }

  boolean yes(String key) {
    return switch (text(key, "no")) {
      case "yes" -> true;
      case "no" -> false;
      default -> throw new IllegalArgumentException(key + "= takes yes or no");
    };
  }

  /// To be called when all have been asked for.
  void refuseOthers() {
    var others = new HashSet<>(values.keySet());
    others.removeAll(asked);
    if (!others.isEmpty()) throw new IllegalArgumentException("unknown: " + others);
  }
}
