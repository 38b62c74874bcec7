package org.posthorn.wire.mail;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A field value of the form `value; name=value; …` (RFC 2045 §5.1, RFC 2183, RFC 2231).
///
/// Parameter names are kept as written, the first of a name wins. Continuations (`name*0`,
/// `name*1`) are joined; a value with a charset is given as `name*` with its value as
/// `utf-8''percent-encoded`, whatever charset it was written in (RFC 9051 §7.5.2).
///
/// COMPAT(many, 2026-11): values with blanks and without quotes, quotes that never close, missing
/// semicolons after the value, comments, encoded words (kept as they are).
public record Parameters(String value, Map<String, String> parameters) {

  static final Parameters NONE = new Parameters("", Map.of());

  /// The pieces of one RFC 2231 parameter: text, and whether it is percent-encoded.
  private record Piece(String text, boolean encoded) {}

  /// Reads an unfolded field value; something comes out of every text.
  public static Parameters parse(String field) {
    var parser = new Parser(field);
    var value = parser.value();
    var written = new LinkedHashMap<String, String>();
    var seen = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    while (seen.size() < MessageLimits.MAX_PARAMETERS && parser.next()) {
      if (parser.name.isEmpty() || seen.put(parser.name, parser.name) != null) continue;
      written.put(parser.name, parser.text);
    }
    boolean extended = false;
    for (var name : written.keySet()) extended |= name.indexOf('*') > 0;
    return new Parameters(value, extended ? joined(written) : written);
  }

  private static Map<String, String> joined(Map<String, String> written) {
    var bases = new LinkedHashMap<String, TreeMap<Integer, Piece>>();
    var joined = new LinkedHashMap<String, String>();
    for (var entry : written.entrySet()) {
      var name = entry.getKey();
      int star = name.indexOf('*');
      if (star <= 0) {
        joined.put(name, entry.getValue());
        continue;
      }
      boolean encoded = name.endsWith("*");
      int end = encoded ? name.length() - 1 : name.length();
      int section = star < end ? section(name.substring(star + 1, end)) : -1;
      if (section < 0 && star != name.length() - 1) {
        joined.put(name, entry.getValue());
        continue;
      }
      bases
          .computeIfAbsent(Ascii.lower(name.substring(0, star)), _ -> new TreeMap<>())
          .put(Math.max(section, 0), new Piece(entry.getValue(), encoded));
    }
    bases.forEach((base, pieces) -> join(base, List.copyOf(pieces.values()), joined));
    return joined;
  }

  private static int section(String digits) {
    if (digits.isEmpty() || digits.length() > 3) return -1;
    for (int i = 0; i < digits.length(); i++) if (!Ascii.isDigit(digits.charAt(i))) return -1;
    return Integer.parseInt(digits);
  }

  private static void join(String base, List<Piece> pieces, Map<String, String> into) {
    if (pieces.stream().noneMatch(Piece::encoded)) {
      var all = new StringBuilder();
      for (var piece : pieces) all.append(piece.text);
      into.putIfAbsent(base, all.toString());
      return;
    }
    var charset = "";
    var language = "";
    var octets = new ByteArrayOutputStream();
    for (int i = 0; i < pieces.size(); i++) {
      var piece = pieces.get(i);
      var text = piece.text;
      int first = i == 0 && piece.encoded ? text.indexOf('\'') : -1;
      int second = first < 0 ? -1 : text.indexOf('\'', first + 1);
      if (second > 0) {
        charset = text.substring(0, first);
        language = text.substring(first + 1, second);
        text = text.substring(second + 1);
      }
      if (piece.encoded) unpercent(text, octets);
      else octets.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
    var bytes = octets.toByteArray();
    var plain = Charsets.decode(bytes, 0, bytes.length, Charsets.named(charset));
    into.putIfAbsent(base + "*", "utf-8'" + language + "'" + percent(plain));
  }

  /// The parameter of a name for people, decoded; or null.
  public @Nullable String plain(String name) {
    return plain(parameters, name);
  }

  /// The value for people: of `name*`, else of `name` with its encoded words decoded; or null.
  static @Nullable String plain(Map<String, String> parameters, String name) {
    String found = null;
    for (var entry : parameters.entrySet()) {
      if (entry.getKey().equalsIgnoreCase(name + "*")) return unpercent(entry.getValue());
      if (entry.getKey().equalsIgnoreCase(name)) found = EncodedWords.decode(entry.getValue());
    }
    return found;
  }

  private static String unpercent(String extended) {
    int second = extended.indexOf('\'', extended.indexOf('\'') + 1);
    var octets = new ByteArrayOutputStream();
    unpercent(extended.substring(second + 1), octets);
    var bytes = octets.toByteArray();
    return Charsets.decodeUnlabelled(bytes, 0, bytes.length);
  }

  private static void unpercent(String text, ByteArrayOutputStream octets) {
    int plainFrom = 0;
    for (int i = 0; i + 2 < text.length(); i++) {
      if (text.charAt(i) != '%') continue;
      int high = Character.digit(text.charAt(i + 1), 16);
      int low = Character.digit(text.charAt(i + 2), 16);
      if (high < 0 || low < 0) continue;
      octets.writeBytes(text.substring(plainFrom, i).getBytes(StandardCharsets.UTF_8));
      octets.write(high << 4 | low);
      plainFrom = i + 3;
      i += 2;
    }
    octets.writeBytes(text.substring(plainFrom).getBytes(StandardCharsets.UTF_8));
  }

  // RFC 2231 §7: attribute-char is any CHAR but SPACE, CTLs, "*", "'", "%" and tspecials
  private static String percent(String plain) {
    var encoded = new StringBuilder(plain.length() + 16);
    for (byte b : plain.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (Ascii.isAlphanumeric(c) || "!#$&+-.^_`{|}~".indexOf(c) >= 0) encoded.append(c);
      else
        encoded
            .append('%')
            .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
            .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
    }
    return encoded.toString();
  }

  /// One pass over the field.
  private static final class Parser {
    private final String field;
    private int at;
    private String name = "";
    private String text = "";

    Parser(String field) {
      this.field = field;
    }

    /// What stands before the first semicolon; without it (`text/plain charset=utf-8`) the first
    /// word.
    String value() {
      int end = field.indexOf(';');
      var all = end < 0 ? field : field.substring(0, end);
      var plain = Ascii.trim(withoutComment(all));
      int blank = 0;
      while (blank < plain.length() && !Ascii.isSpace(plain.charAt(blank))) blank++;
      boolean glued = plain.indexOf('=', blank) > 0;
      at = glued ? field.indexOf(plain.substring(0, blank)) + blank : all.length();
      return glued ? plain.substring(0, blank) : plain;
    }

    boolean next() {
      while (at < field.length() && (field.charAt(at) == ';' || Ascii.isSpace(field.charAt(at))))
        at++;
      if (at == field.length()) return false;
      int start = at;
      while (at < field.length() && field.charAt(at) != '=' && field.charAt(at) != ';') at++;
      name = Ascii.trim(withoutComment(field.substring(start, at)));
      text = "";
      if (at == field.length() || field.charAt(at) == ';') {
        name = "";
        return true;
      }
      at++;
      while (at < field.length() && Ascii.isSpace(field.charAt(at))) at++;
      text = at < field.length() && field.charAt(at) == '"' ? quoted() : unquoted();
      return true;
    }

    private String unquoted() {
      int start = at;
      while (at < field.length() && field.charAt(at) != ';') at++;
      return Ascii.trim(withoutComment(field.substring(start, at)));
    }

    private String quoted() {
      var plain = new StringBuilder();
      at++;
      while (at < field.length() && field.charAt(at) != '"') {
        char c = field.charAt(at++);
        // COMPAT(Internet Explorer, 2026-11): C:\path\file is no escape
        boolean escape = c == '\\' && at < field.length() && "\"\\".indexOf(field.charAt(at)) >= 0;
        plain.append(escape ? field.charAt(at++) : c);
      }
      // what stands between the quote and the semicolon is a comment or a mistake
      while (at < field.length() && field.charAt(at) != ';') at++;
      return plain.toString();
    }

    private static String withoutComment(String text) {
      if (text.startsWith("(")) return text.substring(text.indexOf(')') + 1);
      // only at the end: My File (1).pdf is a common name without its quotes
      int open = text.stripTrailing().endsWith(")") ? text.lastIndexOf(" (") : -1;
      return open < 0 ? text : text.substring(0, open);
    }
  }
}
