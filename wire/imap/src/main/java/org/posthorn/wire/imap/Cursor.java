package org.posthorn.wire.imap;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads the tokens of RFC 9051 §9 from a [RawCommand], from left to right and back by no more than
/// one word, so that the time is in proportion to the octets. Belongs to one thread.
final class Cursor {

  private static final int MAX_WORD = 64;

  private final RawCommand command;
  private final WireMode mode;
  private byte[] line;
  private int lineIndex;
  private int at;
  private @Nullable Tag tag;

  Cursor(RawCommand command, WireMode mode) {
    this.command = command;
    this.mode = mode;
    this.line = command.line(0);
  }

  WireMode mode() {
    return mode;
  }

  /// The next octet of this line, or -1 at its end.
  int peek() {
    return at < line.length ? line[at] & 0xFF : -1;
  }

  /// The octet after the next one, or -1.
  int peekSecond() {
    return at + 1 < line.length ? line[at + 1] & 0xFF : -1;
  }

  boolean skipIf(char c) {
    if (peek() != c) return false;
    at++;
    return true;
  }

  void expect(char c) throws ImapSyntaxException {
    if (!skipIf(c)) throw fault(c == ' ' ? "Space expected" : "'" + c + "' expected");
  }

  void space() throws ImapSyntaxException {
    expect(' ');
  }

  void end() throws ImapSyntaxException {
    if (!atEnd()) throw fault("Unexpected text after the command");
  }

  boolean atEnd() {
    return at == line.length && !command.hasLiteralAfter(lineIndex);
  }

  /// `tag = 1*<any ASTRING-CHAR except "+">`
  Tag tag() throws ImapSyntaxException {
    int from = at;
    while (Chars.isTag(peek())) at++;
    if (at == from || at - from > ImapLimits.TAG_LENGTH) throw fault("Tag expected");
    tag = new Tag(ascii(from, at));
    return tag;
  }

  /// A fixed word of the grammar, in upper case: letters, digits, `.` and `-`. Empty if there is
  /// none.
  String word() throws ImapSyntaxException {
    int from = at;
    while (isWord(peek())) at++;
    if (at - from > MAX_WORD) throw fault("Unknown word");
    var text = new byte[at - from];
    for (int i = 0; i < text.length; i++) text[i] = (byte) Chars.upper(line[from + i]);
    return new String(text, StandardCharsets.US_ASCII);
  }

  private static boolean isWord(int c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || Chars.isDigit(c)
        || c == '.'
        || c == '-';
  }

  /// Whether these characters and this word, in any case, come next on this line.
  boolean followedByWord(String before, String word) {
    var expected = before + word;
    if (line.length - at < expected.length()) return false;
    for (int i = 0; i < expected.length(); i++)
      if (Chars.upper(line[at + i]) != expected.charAt(i)) return false;
    return line.length - at == expected.length() || !isWord(line[at + expected.length()]);
  }

  /// `atom = 1*ATOM-CHAR`
  String atom() throws ImapSyntaxException {
    int from = at;
    while (Chars.isAtom(peek())) at++;
    if (at == from) throw fault("Atom expected");
    return ascii(from, at);
  }

  /// What is left of this line and the command: the text for an initial response.
  String restOfLine() {
    int from = at;
    at = line.length;
    return new String(line, from, at - from, StandardCharsets.ISO_8859_1);
  }

  /// `astring = 1*ASTRING-CHAR / string`
  byte[] astring() throws ImapSyntaxException {
    int from = at;
    while (Chars.isAstring(peek())) at++;
    return at > from ? Arrays.copyOfRange(line, from, at) : string();
  }

  /// `list-mailbox = 1*list-char / string`
  byte[] listMailbox() throws ImapSyntaxException {
    int from = at;
    while (Chars.isList(peek())) at++;
    return at > from ? Arrays.copyOfRange(line, from, at) : string();
  }

  /// `string = quoted / literal`
  byte[] string() throws ImapSyntaxException {
    return switch (peek()) {
      case '"' -> quoted();
      case '{', '~' -> octets(literal());
      default -> throw fault("String expected");
    };
  }

  /// `string / literal8`: only the latter may hold NUL.
  byte[] binaryString() throws ImapSyntaxException {
    if (peek() != '~') return string();
    if (literal() instanceof Literal.InMemory inMemory) return inMemory.octets();
    throw fault("Literal not allowed here");
  }

  /// An `astring` that must be text in UTF-8.
  String text() throws ImapSyntaxException {
    return decoded(astring());
  }

  /// A `string` that must be text in UTF-8.
  String stringText() throws ImapSyntaxException {
    return decoded(string());
  }

  /// `nstring = string / nil`
  @Nullable String nstringText() throws ImapSyntaxException {
    return skipNil() ? null : stringText();
  }

  /// `nil = "NIL"`
  boolean skipNil() {
    if (line.length - at < 3) return false;
    for (int i = 0; i < 3; i++) if (Chars.upper(line[at + i]) != "NIL".charAt(i)) return false;
    at += 3;
    return true;
  }

  /// `mailbox = "INBOX" / astring`
  MailboxName mailbox() throws ImapSyntaxException {
    var name = astring();
    try {
      return MailboxName.decode(name, mode);
    } catch (IllegalArgumentException refused) {
      throw fault(String.valueOf(refused.getMessage()));
    }
  }

  private String decoded(byte[] octets) throws ImapSyntaxException {
    var text = Utf8.decode(octets);
    if (text == null) throw fault("Text is not UTF-8");
    return text;
  }

  /// ```
  /// quoted      = DQUOTE *QUOTED-CHAR DQUOTE
  /// QUOTED-CHAR = <any TEXT-CHAR except quoted-specials> / "\" quoted-specials
  ///               / UTF8-2 / UTF8-3 / UTF8-4
  /// ```
  ///
  /// COMPAT(many clients, 2026-11): UTF-8 is taken in IMAP4rev1 too, where it should come as a
  /// literal: they search so. What is not UTF-8 is refused in every mode (RFC 6855 §3).
  byte[] quoted() throws ImapSyntaxException {
    expect('"');
    int from = at;
    while (at < line.length && line[at] != '"' && line[at] != '\\') at++;
    byte[] text;
    if (at < line.length && line[at] == '"') text = Arrays.copyOfRange(line, from, at);
    else text = escaped(from);
    expect('"');
    checkText(text);
    return text;
  }

  private byte[] escaped(int from) throws ImapSyntaxException {
    var text = new ByteArrayOutputStream(line.length - from);
    text.write(line, from, at - from);
    while (at < line.length && line[at] != '"') {
      if (line[at] == '\\') {
        at++;
        if (peek() != '"' && peek() != '\\') throw fault("Only \" and \\ can follow a \\");
      }
      text.write(line[at++]);
    }
    if (at == line.length) throw fault("Quoted string does not end");
    return text.toByteArray();
  }

  private void checkText(byte[] text) throws ImapSyntaxException {
    boolean ascii = true;
    for (byte octet : text) {
      if (octet == 0 || octet == '\r' || octet == '\n')
        throw fault("NUL, CR or LF in a quoted string");
      ascii &= octet > 0;
    }
    if (!ascii && Utf8.decode(text) == null) throw fault("Quoted string is not UTF-8");
  }

  /// ```
  /// literal  = "{" number64 ["+"] "}" CRLF *CHAR8
  /// literal8 = "~{" number64 ["+"] "}" CRLF *OCTET
  /// ```
  Literal literal() throws ImapSyntaxException {
    if (!atMarker()) throw fault("Literal expected");
    if (!command.hasLiteralAfter(lineIndex) || lineIndex + 1 >= command.lineCount())
      throw fault("Literal missing");
    var literal = command.literalAfter(lineIndex);
    lineIndex++;
    line = command.line(lineIndex);
    at = 0;
    return literal;
  }

  private byte[] octets(Literal literal) throws ImapSyntaxException {
    if (!(literal instanceof Literal.InMemory inMemory)) throw fault("Literal not allowed here");
    for (byte octet : inMemory.octets()) if (octet == 0) throw fault("NUL in a literal");
    return inMemory.octets();
  }

  /// The marker that the cursor stands before, when nothing but it is left of this line.
  @Nullable LiteralMarker marker() {
    if (peek() != '{' && peek() != '~') return null;
    var marker = LiteralMarker.atEndOf(line, line.length);
    return marker != null && marker.offset() == at ? marker : null;
  }

  private boolean atMarker() {
    return marker() != null;
  }

  /// Whether the cursor stands before a literal that has not been read from the client yet.
  boolean atPendingLiteral() {
    return atMarker() && !command.hasLiteralAfter(lineIndex);
  }

  /// `number = 1*DIGIT`, unsigned and of 32 bits
  long number() throws ImapSyntaxException {
    return number(NumberSet.MAX_NUMBER);
  }

  /// `nz-number = digit-nz *DIGIT`
  long nzNumber() throws ImapSyntaxException {
    if (peek() == '0') throw fault("Number must not begin with 0");
    return number();
  }

  /// `number64 = 1*DIGIT`, unsigned and of 63 bits
  long number64() throws ImapSyntaxException {
    return number(Long.MAX_VALUE);
  }

  private long number(long most) throws ImapSyntaxException {
    int from = at;
    long number = 0;
    for (; Chars.isDigit(peek()); at++) {
      int digit = line[at] - '0';
      if (number > (most - digit) / 10) throw fault("Number too large");
      number = number * 10 + digit;
    }
    if (at == from) throw fault("Number expected");
    return number;
  }

  /// ```
  /// sequence-set = (seq-number / seq-range / "$") *("," (seq-number / seq-range / "$"))
  /// seq-range    = seq-number ":" seq-number
  /// seq-number   = nz-number / "*"
  /// ```
  SequenceSet sequenceSet() throws ImapSyntaxException {
    var set = new SequenceSet.Builder();
    do {
      if (skipIf('$')) {
        set.addSaved();
        continue;
      }
      long first = sequenceNumber();
      set.add(first, skipIf(':') ? sequenceNumber() : first);
      if (set.ranges() > ImapLimits.SEQUENCE_RANGES) throw fault("Too many ranges");
    } while (skipIf(','));
    return set.build();
  }

  /// [#sequenceSet] whose first number [#word] has taken, as a search key must be looked at before
  /// it is known what it is.
  SequenceSet sequenceSetAfter(String word) throws ImapSyntaxException {
    at -= word.length();
    return sequenceSet();
  }

  /// `seq-number = nz-number / "*"`
  SequenceSet oneNumber() throws ImapSyntaxException {
    long number = sequenceNumber();
    var set = new SequenceSet.Builder();
    set.add(number, number);
    return set.build();
  }

  /// 0 for `*`.
  private long sequenceNumber() throws ImapSyntaxException {
    if (skipIf('*')) return 0;
    if (!Chars.isDigit(peek())) throw fault("Sequence set expected");
    return nzNumber();
  }

  /// ```
  /// flag = "\Answered" / "\Flagged" / "\Deleted" / "\Seen" / "\Draft" / flag-keyword
  /// ```
  Flag flag() throws ImapSyntaxException {
    if (skipIf('\\')) {
      var flag = Flag.SystemFlag.named("\\" + atom());
      if (flag == null) throw fault("Unknown system flag");
      return flag;
    }
    return keyword();
  }

  /// `flag-keyword = atom`
  Flag.Keyword keyword() throws ImapSyntaxException {
    var text = atom();
    if (text.length() > ImapLimits.KEYWORD_OCTETS) throw fault("Keyword too long");
    return new Flag.Keyword(text);
  }

  /// `BAD` with what is wrong, and where when the command has one line only.
  ImapSyntaxException fault(String text) {
    var where = lineIndex == 0 ? " at column " + (at + 1) : "";
    return new ImapSyntaxException(tag, Reply.bad(text + where));
  }

  ImapSyntaxException fault(Reply reply) {
    return new ImapSyntaxException(tag, reply);
  }

  private String ascii(int from, int to) {
    return new String(line, from, to - from, StandardCharsets.US_ASCII);
  }
}
