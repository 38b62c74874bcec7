package org.posthorn.app;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads comma-separated values (RFC 4180), a record at a time: quoted fields may hold commas, line
/// ends and doubled quotes. Refuses fields of more than [#MAX_FIELD] characters. One thread.
final class Csv {
  static final int MAX_FIELD = 8_192;
  static final int MAX_FIELDS = 64;
  private static final int END = -1;

  private final Reader in;
  private int line = 1;
  private int next;

  /// One record, and the line on which it begins.
  record Row(int line, List<String> fields) {
    Row {
      fields = List.copyOf(fields);
    }

    /// The field, or empty text when the record is shorter.
    String field(int index) {
      return index >= 0 && index < fields.size() ? fields.get(index) : "";
    }
  }

  /// The text is not comma-separated values. The message names the line.
  static final class Malformed extends IOException {
    Malformed(int line, String what) {
      super("line " + line + ": " + what);
    }
  }

  /// @param in buffered by the caller; a byte order mark at its beginning is passed over
  Csv(Reader in) throws IOException {
    this.in = in;
    next = in.read();
    if (next == '\ufeff') next = in.read();
  }

  /// The next record; blank lines are none. Null at the end.
  @Nullable Row read() throws IOException {
    while (next == '\r' || next == '\n') advance();
    if (next == END) return null;
    int first = line;
    var fields = new ArrayList<String>();
    fields.add(field());
    while (next == ',') {
      advance();
      fields.add(field());
      if (fields.size() > MAX_FIELDS)
        throw new Malformed(first, "more than " + MAX_FIELDS + " fields");
    }
    return new Row(first, fields);
  }

  private String field() throws IOException {
    var text = new StringBuilder();
    if (next == '"') return quoted(text);
    while (next != ',' && next != '\r' && next != '\n' && next != END) {
      if (next == '"') throw new Malformed(line, "a quote inside a field that is not quoted");
      append(text);
    }
    return text.toString();
  }

  private String quoted(StringBuilder text) throws IOException {
    int first = line;
    advance();
    while (true) {
      if (next == END) throw new Malformed(first, "a quoted field that does not end");
      if (next == '"') {
        advance();
        if (next != '"') break;
      }
      append(text);
    }
    if (next != ',' && next != '\r' && next != '\n' && next != END)
      throw new Malformed(line, "text after the closing quote of a field");
    return text.toString();
  }

  private void append(StringBuilder text) throws IOException {
    if (text.length() == MAX_FIELD)
      throw new Malformed(line, "a field of more than " + MAX_FIELD + " characters");
    text.append((char) next);
    advance();
  }

  private void advance() throws IOException {
    if (next == '\n') line++;
    next = in.read();
  }
}
