package org.posthorn.wire.mail;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A header split into its fields; any bytes at all are a header.
///
/// A field starts at a line whose first byte is neither blank nor tab and goes to the next such
/// line; lines end with LF, a CR before it belongs to the line end. A line without colon is no
/// field: it is in `bytes()` and nowhere else. The header ends at its first empty line. Fields
/// beyond `MessageLimits.headerFields` are not found by name.
///
/// Immutable; keeps the array it was given and its offsets, decodes on demand.
public final class HeaderFields {

  private static final byte[] EMPTY_LINE = {'\r', '\n'};

  /// Per field: start of line, end of name, start of value, end of the line with its line end.
  private static final int STRIDE = 4;

  private final byte[] bytes;
  private final int from;
  private final int end;
  private int[] index = new int[16 * STRIDE];
  private int count;

  private HeaderFields(byte[] bytes, int from, int to, int maxFields) {
    this.bytes = bytes;
    this.from = from;
    int lineStart = from;
    int fieldEnd = -1;
    while (lineStart < to) {
      int next = lineEnd(bytes, lineStart, to);
      boolean last = isEmptyLine(bytes, lineStart, next);
      boolean continuation = bytes[lineStart] == ' ' || bytes[lineStart] == '\t';
      // a continuation of a line that is no field continues nothing
      if (continuation && fieldEnd == lineStart) index[count * STRIDE - 1] = fieldEnd = next;
      if (!continuation && !last && count < maxFields && add(lineStart, next)) fieldEnd = next;
      lineStart = next;
      if (last) break;
    }
    end = lineStart;
  }

  private boolean add(int lineStart, int next) {
    int colon = colon(bytes, lineStart, next);
    if (colon < 0) return false;
    int at = count++ * STRIDE;
    if (at == index.length) index = Arrays.copyOf(index, at * 2);
    index[at] = lineStart;
    index[at + 1] = nameEnd(bytes, lineStart, colon);
    index[at + 2] = colon + 1;
    index[at + 3] = next;
    return true;
  }

  /// The header that starts the bytes; it may be a whole message.
  public static HeaderFields of(byte[] bytes) {
    return of(bytes, 0, bytes.length, MessageLimits.ORDINARY);
  }

  static HeaderFields of(byte[] bytes, int from, int to, MessageLimits limits) {
    return new HeaderFields(bytes, from, to, limits.headerFields());
  }

  public int size() {
    return count;
  }

  public HeaderField field(int number) {
    return new HeaderField(name(number), value(number));
  }

  public List<HeaderField> fields() {
    var all = new ArrayList<HeaderField>(count);
    for (int i = 0; i < count; i++) all.add(field(i));
    return all;
  }

  /// All fields of a name, in order; names do not differ by case.
  public List<HeaderField> fields(String name) {
    var all = new ArrayList<HeaderField>();
    for (int i = 0; i < count; i++) if (isNamed(i, name)) all.add(field(i));
    return all;
  }

  /// The value of the first field of a name, as `HeaderField.value`, or null.
  public @Nullable String value(String name) {
    for (int i = 0; i < count; i++) if (isNamed(i, name)) return value(i);
    return null;
  }

  /// The values of all fields of a name.
  public List<String> values(String name) {
    var all = new ArrayList<String>();
    for (int i = 0; i < count; i++) if (isNamed(i, name)) all.add(value(i));
    return all;
  }

  public boolean has(String name) {
    for (int i = 0; i < count; i++) if (isNamed(i, name)) return true;
    return false;
  }

  /// The whole header with the empty line that ends it (when there is one).
  public byte[] bytes() {
    return Arrays.copyOfRange(bytes, from, end);
  }

  /// What FETCH BODY[HEADER.FIELDS (…)] answers: the exact lines of the named fields in the
  /// message's order, and an empty line.
  public byte[] select(Set<String> names) {
    return select(names, true);
  }

  /// What FETCH BODY[HEADER.FIELDS.NOT (…)] answers.
  public byte[] selectNot(Set<String> names) {
    return select(names, false);
  }

  /// The whole header without the fields of these numbers, all else as it is: lines that are no
  /// fields, and the empty line at the end.
  public byte[] without(Set<Integer> numbers) {
    var kept = new ByteArrayOutputStream(end - from);
    int at = from;
    for (int i = 0; i < count; i++) {
      if (!numbers.contains(i)) continue;
      kept.write(bytes, at, index[i * STRIDE] - at);
      at = index[i * STRIDE + 3];
    }
    kept.write(bytes, at, end - at);
    return kept.toByteArray();
  }

  private byte[] select(Set<String> names, boolean wanted) {
    var folded = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    folded.addAll(names);
    var selected = new ByteArrayOutputStream(256);
    for (int i = 0; i < count; i++) {
      if (folded.contains(name(i)) != wanted) continue;
      int at = i * STRIDE;
      selected.write(bytes, index[at], index[at + 3] - index[at]);
    }
    selected.writeBytes(EMPTY_LINE);
    return selected.toByteArray();
  }

  String name(int number) {
    int at = number * STRIDE;
    return Charsets.decodeUnlabelled(bytes, index[at], index[at + 1]);
  }

  /// The exact bytes of a field: name, colon, value, folding, and its line end.
  public byte[] line(int number) {
    int at = number * STRIDE;
    return Arrays.copyOfRange(bytes, index[at], index[at + 3]);
  }

  String value(int number) {
    int at = number * STRIDE;
    return unfold(bytes, index[at + 2], index[at + 3]);
  }

  boolean isNamed(int number, String name) {
    int at = number * STRIDE;
    int length = index[at + 1] - index[at];
    if (length != name.length()) return false;
    for (int i = 0; i < length; i++) {
      int a = bytes[index[at] + i];
      int b = name.charAt(i);
      if (a != b && (lower(a) != lower(b))) return false;
    }
    return true;
  }

  private static int lower(int c) {
    return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
  }

  // RFC 5322 §2.2.3: unfolding removes line ends and nothing else. Zero bytes go too: neither IMAP
  // nor a database column can carry them.
  private static String unfold(byte[] bytes, int start, int end) {
    int from = start;
    int to = end;
    while (from < to && isSpace(bytes[from])) from++;
    while (to > from && isSpace(bytes[to - 1])) to--;
    boolean plain = true;
    for (int i = from; i < to && plain; i++)
      plain = bytes[i] != '\n' && bytes[i] != '\r' && bytes[i] != 0;
    if (plain) return Charsets.decodeUnlabelled(bytes, from, to);
    var unfolded = new byte[to - from];
    int length = 0;
    for (int i = from; i < to; i++)
      if (bytes[i] != '\n' && bytes[i] != '\r' && bytes[i] != 0) unfolded[length++] = bytes[i];
    return Charsets.decodeUnlabelled(unfolded, 0, length);
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n' || b == 0;
  }

  private static int lineEnd(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) if (bytes[i] == '\n') return i + 1;
    return to;
  }

  static boolean isEmptyLine(byte[] bytes, int from, int to) {
    int length = to - from;
    return bytes[to - 1] == '\n' && (length == 1 || (length == 2 && bytes[from] == '\r'));
  }

  private static int colon(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) if (bytes[i] == ':') return i;
    return -1;
  }

  // RFC 5322 §4.5: obsolete syntax allows blanks before the colon
  private static int nameEnd(byte[] bytes, int from, int colon) {
    int end = colon;
    while (end > from && isSpace(bytes[end - 1])) end--;
    return end;
  }
}
