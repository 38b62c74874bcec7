package org.posthorn.testing.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;

/// Parses the text of one actor line into parts. TRANSCRIPTS.md has the rules.
final class TextParser {
  private final String text;
  private final boolean isPattern;
  private final boolean hasEscapes;
  private final List<Part> parts = new ArrayList<>();
  private final StringBuilder plain = new StringBuilder();
  private int position;

  private TextParser(String text, boolean isPattern, boolean hasEscapes) {
    this.text = text;
    this.isPattern = isPattern;
    this.hasEscapes = hasEscapes;
  }

  static List<Part> client(String text) {
    return new TextParser(text, false, false).parse();
  }

  static List<Part> raw(String text) {
    return new TextParser(text, false, true).parse();
  }

  static List<Part> pattern(String text) {
    return new TextParser(text, true, false).parse();
  }

  private List<Part> parse() {
    while (position < text.length()) {
      var c = text.charAt(position);
      if (c == '$') dollar();
      else if (text.startsWith("{{{", position)) insert();
      else if (c == '\\' && hasEscapes) escape();
      else if (c == '*' && isPattern && position == text.length() - 1) rest();
      else {
        plain.append(c);
        position++;
      }
    }
    endPlain();
    return List.copyOf(parts);
  }

  private void add(Part part) {
    endPlain();
    parts.add(part);
  }

  private void endPlain() {
    if (!plain.isEmpty()) parts.add(new Part.Text(plain.toString()));
    plain.setLength(0);
  }

  private void rest() {
    position++;
    add(new Part.Rest());
  }

  private void dollar() {
    position++;
    if (position == text.length()) throw new TranscriptFailure("a lone $ (write $$)");
    var c = text.charAt(position);
    if (c == '$' || c == '*') {
      plain.append(c);
      position++;
    } else if (c == '{') {
      var end = text.indexOf('}', position);
      if (end < 0) throw new TranscriptFailure("${ without }");
      braced(text.substring(position + 1, end));
      position = end + 1;
    } else {
      var end = position;
      while (end < text.length() && isNameChar(text.charAt(end))) end++;
      variable(text.substring(position, end));
      position = end;
    }
  }

  private void braced(String inside) {
    var star = inside.indexOf('*');
    if (inside.startsWith("base64:")) {
      add(new Part.Base64(raw(inside.substring("base64:".length()))));
    } else if (star > 0 && inside.substring(0, star).chars().allMatch(Character::isDigit)) {
      var count = Integer.parseInt(inside.substring(0, star));
      plain.append(unescaped(inside.substring(star + 1)).repeat(count));
    } else {
      variable(inside);
    }
  }

  private void variable(String name) {
    if (name.equals("_")) {
      if (!isPattern) throw new TranscriptFailure("$_ only matches; it cannot be sent");
      add(new Part.AnyWord());
    } else if (!name.isEmpty() && Character.isLetter(name.charAt(0))) {
      add(new Part.Variable(name));
    } else {
      throw new TranscriptFailure("no variable name after $ (write $$ for a dollar)");
    }
  }

  private static boolean isNameChar(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }

  private void insert() {
    var end = text.indexOf("}}}", position);
    if (end < 0) throw new TranscriptFailure("{{{ without }}}");
    var inside = text.substring(position + 3, end);
    position = end + 3;
    var form = inside.isEmpty() ? ' ' : inside.charAt(0);
    var name = "+#=".indexOf(form) < 0 ? inside : inside.substring(1);
    if (inside.equals("*")) {
      if (!isPattern) throw new TranscriptFailure("{{{*}}} only matches; it cannot be sent");
      add(new Part.AnyLiteral());
      return;
    }
    var bytes = bytes(name);
    switch (form) {
      case '#' -> plain.append(bytes.length);
      case '=' -> plain.append(new String(bytes, ISO_8859_1));
      case '+' -> add(new Part.Insert(bytes, false));
      default -> add(new Part.Insert(bytes, true));
    }
  }

  private static byte[] bytes(String name) {
    if (name.length() > 1 && name.startsWith("\"") && name.endsWith("\""))
      return unescaped(name.substring(1, name.length() - 1)).getBytes(ISO_8859_1);
    return Inserts.named(name);
  }

  private static String unescaped(String escaped) {
    var parser = new TextParser(escaped, false, true);
    while (parser.position < escaped.length()) {
      if (escaped.charAt(parser.position) == '\\') parser.escape();
      else parser.plain.append(escaped.charAt(parser.position++));
    }
    return parser.plain.toString();
  }

  private void escape() {
    if (position + 1 >= text.length()) throw new TranscriptFailure("a lone \\ (write \\\\)");
    var c = text.charAt(position + 1);
    position += 2;
    switch (c) {
      case 'r' -> plain.append('\r');
      case 'n' -> plain.append('\n');
      case 't' -> plain.append('\t');
      case '0' -> plain.append('\0');
      case '\\', '"' -> plain.append(c);
      case 'x' -> {
        plain.append((char) hex(position, position + 2));
        position += 2;
      }
      default -> throw new TranscriptFailure("no escape \\" + c);
    }
  }

  private int hex(int from, int to) {
    try {
      return Integer.parseInt(text, from, to, 16);
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new TranscriptFailure("\\x wants two hexadecimal digits");
    }
  }
}
