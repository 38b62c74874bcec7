package org.posthorn.wire.managesieve;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A command as it comes in: its words, line by line, and the literals between the lines. Owned by
/// the session's thread.
///
/// Give it a line without its end; when [#announced] is not null afterwards, give it the octets of
/// that literal and then the next line.
public final class RawCommand {

  /// Octets between quotes (RFC 5804 §4).
  public static final int MAX_QUOTED_OCTETS = 1024;

  /// The longest command has three arguments.
  private static final int MAX_WORDS = 8;

  /// `a 32-bit unsigned number`
  private static final long MAX_NUMBER = (1L << 32) - 1;

  private final List<Word> words = new ArrayList<>();
  private @Nullable Long announced;

  /// An argument, or the command's name.
  ///
  /// @param quoted whether it is a string; else an atom or a number
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Word(byte[] octets, boolean quoted) {
    String text() {
      return new String(octets, java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  /// How many octets of a literal follow the last line; null when the command is whole.
  public @Nullable Long announced() {
    return announced;
  }

  List<Word> words() {
    return words;
  }

  /// The next line. The announcement is known even when the rest of the line is refused, because
  /// its octets come all the same.
  public void addLine(byte[] line) throws ManageSieveSyntaxException {
    announced = literal(line);
    int end = announced == null ? line.length : lastBrace(line);
    int at = 0;
    while (at < end) {
      if (line[at] == ' ') at++;
      else at = line[at] == '"' ? quoted(line, at + 1, end) : atom(line, at, end);
      if (words.size() > MAX_WORDS) throw new ManageSieveSyntaxException("too many arguments");
    }
  }

  /// The octets of the literal that was announced.
  public void addLiteral(byte[] octets) {
    words.add(new Word(octets, true));
    announced = null;
  }

  private int quoted(byte[] line, int from, int end) throws ManageSieveSyntaxException {
    var text = new ByteArrayOutputStream();
    int at = from;
    while (at < end && line[at] != '"') {
      if (line[at] == '\\' && at + 1 < end) at++;
      text.write(line[at++]);
    }
    if (at >= end) throw new ManageSieveSyntaxException("a quote is not closed");
    if (text.size() > MAX_QUOTED_OCTETS)
      throw new ManageSieveSyntaxException(
          "a quoted string has at most %d octets; use a literal".formatted(MAX_QUOTED_OCTETS));
    words.add(new Word(text.toByteArray(), true));
    return at + 1;
  }

  private int atom(byte[] line, int from, int end) throws ManageSieveSyntaxException {
    int at = from;
    while (at < end && isAtom(line[at])) at++;
    if (at == from) throw new ManageSieveSyntaxException("a character that cannot be here");
    words.add(new Word(java.util.Arrays.copyOfRange(line, from, at), false));
    return at;
  }

  private static boolean isAtom(byte octet) {
    return octet > ' ' && octet < 0x7f && "(){\"\\".indexOf(octet) < 0;
  }

  private static int lastBrace(byte[] line) {
    int at = line.length - 1;
    while (at >= 0 && line[at] != '{') at--;
    return at;
  }

  /// `literal-c2s = "{" number "+}" CRLF *OCTET`; null when the line ends with none.
  ///
  /// COMPAT(old clients, 2026-11): one without the plus is taken as well, since nobody waits here.
  public static @Nullable Long literal(byte[] line) {
    if (line.length < 3 || line[line.length - 1] != '}') return null;
    int open = lastBrace(line);
    int end = line[line.length - 2] == '+' ? line.length - 2 : line.length - 1;
    if (open < 0 || end - open < 2 || end - open > 11) return null;
    long number = 0;
    for (int at = open + 1; at < end; at++) {
      if (line[at] < '0' || line[at] > '9') return null;
      number = number * 10 + line[at] - '0';
    }
    return number > MAX_NUMBER ? null : (Long) number;
  }

  static @Nullable Long number(Word word) {
    var text = word.text();
    if (word.quoted || text.length() > 10 || !text.chars().allMatch(c -> c >= '0' && c <= '9'))
      return null;
    long number = Long.parseLong(text);
    return number > MAX_NUMBER ? null : (Long) number;
  }
}
