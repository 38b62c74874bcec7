package org.posthorn.testing.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Compares a server's line with a pattern, and renders what a client says. Knows the variables.
final class Matching {
  /// Values are held like all text: one char per byte.
  private Map<String, String> variables;

  Matching(Map<String, String> variables) {
    this.variables = new HashMap<>(variables);
  }

  Map<String, String> variables() {
    return Map.copyOf(variables);
  }

  /// Whether the line is what the pattern says; binds the variables that it meets for the first
  /// time.
  boolean binds(List<Part> pattern, Received line) {
    var bound = match(pattern, line, new Cursor(0, 0, variables));
    if (bound != null) variables = bound;
    return bound != null;
  }

  /// Like [#binds], leaving the variables alone.
  boolean matches(List<Part> pattern, Received line) {
    return match(pattern, line, new Cursor(0, 0, variables)) != null;
  }

  /// How loose a pattern is: 0 for one text only, then with words to bind, then with free text.
  int looseness(List<Part> pattern) {
    var loosest = 0;
    for (var part : pattern) {
      var loose =
          switch (part) {
            case Part.Text _, Part.Insert _, Part.Base64 _ -> 0;
            case Part.Variable(var name) -> variables.containsKey(name) ? 0 : 1;
            case Part.AnyWord _, Part.AnyLiteral _ -> 2;
            case Part.Rest _ -> 3;
          };
      loosest = Math.max(loosest, loose);
    }
    return loosest;
  }

  private record Cursor(int part, int position, Map<String, String> bound) {
    Cursor past(int length) {
      return new Cursor(part + 1, position + length, bound);
    }

    Cursor binding(String name, String value) {
      var more = new HashMap<>(bound);
      more.put(name, value);
      return new Cursor(part + 1, position + value.length(), more);
    }
  }

  private @Nullable Map<String, String> match(List<Part> parts, Received line, Cursor at) {
    var text = line.text();
    if (at.part == parts.size()) return at.position == text.length() ? at.bound : null;
    return switch (parts.get(at.part)) {
      case Part.Rest _ -> at.bound;
      case Part.Text(var bytes) -> fixed(parts, line, at, bytes);
      case Part.Base64(var inner) -> fixed(parts, line, at, base64(inner));
      case Part.AnyWord _ -> word(parts, line, at, null);
      case Part.Variable(var name) -> {
        var value = at.bound.get(name);
        yield value == null ? word(parts, line, at, name) : fixed(parts, line, at, value);
      }
      case Part.AnyLiteral _ -> literal(line, at) == null ? null : match(parts, line, at.past(1));
      case Part.Insert insert -> {
        var found = literal(line, at);
        var same = found != null && Arrays.equals(found, insert.bytes());
        yield same ? match(parts, line, at.past(1)) : null;
      }
    };
  }

  private @Nullable Map<String, String> fixed(
      List<Part> parts, Received line, Cursor at, String value) {
    if (!line.text().startsWith(value, at.position)) return null;
    return match(parts, line, at.past(value.length()));
  }

  /// The shortest word with which the rest of the line is as it should be.
  private @Nullable Map<String, String> word(
      List<Part> parts, Received line, Cursor at, @Nullable String name) {
    var text = line.text();
    for (var end = at.position; end < text.length() && isWordChar(text.charAt(end)); end++) {
      var value = text.substring(at.position, end + 1);
      var past = name == null ? at.past(value.length()) : at.binding(name, value);
      var bound = match(parts, line, past);
      if (bound != null) return bound;
    }
    return null;
  }

  private static boolean isWordChar(char c) {
    return c != ' ' && !Received.isLiteral(c);
  }

  private static byte @Nullable [] literal(Received line, Cursor at) {
    var text = line.text();
    if (at.position >= text.length() || !Received.isLiteral(text.charAt(at.position))) return null;
    return line.literal(text.charAt(at.position));
  }

  String value(String name) {
    var value = variables.get(name);
    if (value == null) throw new TranscriptFailure("$" + name + " is not bound");
    return value;
  }

  String base64(List<Part> parts) {
    var text = new StringBuilder();
    for (var part : parts) {
      switch (part) {
        case Part.Text(var bytes) -> text.append(bytes);
        case Part.Variable(var name) -> text.append(value(name));
        default -> throw new TranscriptFailure("text and variables only in ${base64:}");
      }
    }
    return Base64.getEncoder().encodeToString(text.toString().getBytes(ISO_8859_1));
  }
}
