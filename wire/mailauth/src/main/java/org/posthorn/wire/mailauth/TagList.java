package org.posthorn.wire.mailauth;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `tag=value; tag=value` (RFC 6376 §3.2), as signatures, keys and policies are written.
///
/// The text is octets, each a character (ISO 8859-1), so that places in it are places in the field.
/// Refused: two tags of one name, more than 100 tags, names and values against the grammar. Octets
/// above ASCII are let through (RFC 8616 §5).
final class TagList {

  /// The longest list there is has fifteen tags.
  private static final int MAX_TAGS = 100;

  /// @param start after the equals sign
  /// @param end at the semicolon or the end; white space at both ends is within
  private record Tag(String value, int start, int end) {}

  private final Map<String, Tag> tags;

  private TagList(Map<String, Tag> tags) {
    this.tags = tags;
  }

  /// Null for text that is no list.
  static @Nullable TagList parse(String text) {
    var tags = new LinkedHashMap<String, Tag>();
    int start = 0;
    while (start <= text.length()) {
      int end = text.indexOf(';', start);
      boolean last = end < 0;
      if (last) end = text.length();
      if (last && !tags.isEmpty() && text.substring(start).isBlank()) break;
      if (!add(text, start, end, tags)) return null;
      start = end + 1;
    }
    return new TagList(tags);
  }

  // tag-spec = [FWS] tag-name [FWS] "=" [FWS] tag-value [FWS]
  private static boolean add(String text, int start, int end, Map<String, Tag> tags) {
    int equals = text.indexOf('=', start);
    if (equals < 0 || equals >= end || tags.size() >= MAX_TAGS) return false;
    var name = trim(text.substring(start, equals));
    var value = trim(text.substring(equals + 1, end));
    if (!isName(name) || !isValue(value)) return false;
    return tags.put(name, new Tag(value, equals + 1, end)) == null;
  }

  // tag-name = ALPHA *ALNUMPUNC
  private static boolean isName(String name) {
    if (name.isEmpty() || !MacroString.isAlpha(name.charAt(0))) return false;
    for (int i = 1; i < name.length(); i++)
      if (!MacroString.isAlphanumeric(name.charAt(i)) && name.charAt(i) != '_') return false;
    return true;
  }

  private static boolean isValue(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (!isSpace(c) && (c <= ' ' || c == 0x7f)) return false;
    }
    return true;
  }

  @Nullable String value(String name) {
    var tag = tags.get(name);
    return tag == null ? null : tag.value;
  }

  String value(String name, String whenAbsent) {
    var value = value(name);
    return value == null ? whenAbsent : value;
  }

  /// The value without any white space, as base64 is written.
  @Nullable String compact(String name) {
    var value = value(name);
    return value == null ? null : compacted(value);
  }

  static String compacted(String value) {
    var compact = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++)
      if (!isSpace(value.charAt(i))) compact.append(value.charAt(i));
    return compact.toString();
  }

  /// The items of a list with colons between them, white space around each removed.
  static List<String> items(String value) {
    var items = new ArrayList<String>();
    for (var item : value.split(":", -1)) items.add(trim(item));
    return items;
  }

  /// The name of the first tag.
  String first() {
    return tags.keySet().iterator().next();
  }

  /// The text with the value of a tag taken out, white space around it included (RFC 6376 §3.7).
  static String without(String text, TagList list, String name) {
    var tag = list.tags.get(name);
    return tag == null ? text : text.substring(0, tag.start) + text.substring(tag.end);
  }

  static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  static String trim(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isSpace(text.charAt(from))) from++;
    while (to > from && isSpace(text.charAt(to - 1))) to--;
    return text.substring(from, to);
  }
}
