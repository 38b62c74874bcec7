package org.posthorn.testing.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/// What a load generator found, as one line of JSON. Used by one thread.
final class ResultLine {
  private final Map<String, String> values = new LinkedHashMap<>();

  ResultLine(String test) {
    text("test", test);
  }

  ResultLine text(String key, String value) {
    values.put(key, quoted(value));
    return this;
  }

  ResultLine number(String key, long value) {
    values.put(key, Long.toString(value));
    return this;
  }

  /// Three digits after the point.
  ResultLine number(String key, double value) {
    values.put(key, Double.toString(Math.round(value * 1000) / 1000.0));
    return this;
  }

  private static String quoted(String value) {
    var quoted = new StringBuilder("\"");
    value
        .chars()
        .forEach(c -> {
          if (c == '"' || c == '\\') quoted.append('\\').append((char) c);
          else if (c < ' ') quoted.append("\\u%04x".formatted(c));
          else quoted.append((char) c);
        });
    return quoted.append('"').toString();
  }

  @Override
  public String toString() {
    var line = new StringJoiner(", ", "{", "}");
    values.forEach((key, value) -> line.add(quoted(key) + ": " + value));
    return line.toString();
  }
}
