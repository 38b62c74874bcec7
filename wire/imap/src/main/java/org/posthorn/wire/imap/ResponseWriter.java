package org.posthorn.wire.imap;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.EncodedWords;

/// The octets of responses in a buffer that grows: the small tokens of RFC 9051 §9, from which
/// [StatusResponses], [MailboxResponses] and [FetchResponse] are made.
///
/// Nothing is flushed here: whoever owns the connection takes [#array] up to [#length], sends it,
/// and calls [#reset]. Belongs to one thread. Writes octets directly and makes no strings: an
/// ENVELOPE costs about a microsecond.
///
/// **Text beyond ASCII.** When the client has enabled UTF-8 ([WireMode#utf8]) a quoted string holds
/// it as it is (RFC 6855 §3, RFC 9051 §9). Otherwise a literal does, which may have octets of eight
/// bits, and [#phrase] writes encoded words instead, so that what people read stays readable in
/// clients that know nothing else.
public final class ResponseWriter {

  private static final int KEPT_CAPACITY = 65_536;
  private static final byte[] NIL = ascii("NIL");
  private static final byte[] CRLF = ascii("\r\n");

  private byte[] buffer = new byte[512];
  private int length;
  private WireMode mode;

  public ResponseWriter(WireMode mode) {
    this.mode = mode;
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  public WireMode mode() {
    return mode;
  }

  /// For everything after ENABLE.
  public void enable(WireMode enabled) {
    mode = enabled;
  }

  /// The buffer itself, of which the first [#length] octets are written. Valid until the next
  /// write.
  public byte[] array() {
    return buffer;
  }

  public int length() {
    return length;
  }

  /// Forgets what is written, and gives back a buffer that has grown far.
  public void reset() {
    length = 0;
    if (buffer.length > KEPT_CAPACITY) buffer = new byte[512];
  }

  /// Forgets what was written after the buffer had that length: for a response that cannot be
  /// finished.
  public void truncate(int earlierLength) {
    if (earlierLength < 0 || earlierLength > length)
      throw new IllegalArgumentException(earlierLength + " of " + length);
    length = earlierLength;
  }

  /// What is written, as a copy.
  public byte[] toByteArray() {
    return Arrays.copyOf(buffer, length);
  }

  /// What is written, for people and tests.
  @Override
  public String toString() {
    return new String(buffer, 0, length, StandardCharsets.UTF_8);
  }

  void raw(char c) {
    ensure(1);
    buffer[length++] = (byte) c;
  }

  void raw(byte[] octets) {
    raw(octets, 0, octets.length);
  }

  private void raw(byte[] octets, int from, int to) {
    ensure(to - from);
    System.arraycopy(octets, from, buffer, length, to - from);
    length += to - from;
  }

  /// Text that is known to be ASCII, as it is.
  void raw(String ascii) {
    int size = ascii.length();
    ensure(size);
    for (int i = 0; i < size; i++) buffer[length + i] = (byte) ascii.charAt(i);
    length += size;
  }

  void space() {
    raw(' ');
  }

  void crlf() {
    raw(CRLF);
  }

  void nil() {
    raw(NIL);
  }

  void number(long number) {
    if (number < 0) throw new IllegalArgumentException("negative number " + number);
    int digits = 1;
    for (long rest = number / 10; rest > 0; rest /= 10) digits++;
    ensure(digits);
    long rest = number;
    for (int i = length + digits - 1; i >= length; i--) {
      buffer[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
  }

  /// Two digits, with a zero before a small number.
  void twoDigits(int number) {
    ensure(2);
    buffer[length++] = (byte) ('0' + number / 10 % 10);
    buffer[length++] = (byte) ('0' + number % 10);
  }

  /// Numbers as a `sequence-set`.
  void numbers(NumberSet set) {
    for (int range = 0; range < set.rangeCount(); range++) {
      if (range > 0) raw(',');
      number(set.first(range));
      if (set.first(range) == set.last(range)) continue;
      raw(':');
      number(set.last(range));
    }
  }

  /// `astring`: an atom where that is possible.
  void astring(String text) {
    if (Chars.isAstring(text) && !text.equalsIgnoreCase("NIL")) raw(text);
    else string(text);
  }

  /// `nstring`
  void nstring(@Nullable String text) {
    if (text == null) nil();
    else string(text);
  }

  /// `string`: quoted, or a literal where that is impossible.
  void string(String text) {
    int size = text.length();
    ensure(size + 2);
    byte[] octets = buffer;
    int at = length;
    octets[at++] = '"';
    for (int i = 0; i < size; i++) {
      char c = text.charAt(i);
      if (!Chars.isQuoted(c)) {
        unusual(text);
        return;
      }
      octets[at++] = (byte) c;
    }
    octets[at++] = '"';
    length = at;
  }

  /// A string with something in it that must be escaped or cannot be quoted at all.
  private void unusual(String text) {
    boolean quotable = true;
    boolean ascii = true;
    boolean nul = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      ascii &= c < 128;
      nul |= c == 0;
      quotable &= c != 0 && c != '\r' && c != '\n';
    }
    // No string may hold NUL; whoever put one into a header meant nothing by it.
    var clean = nul ? text.replace("\0", "") : text;
    if (nul) {
      string(clean);
      return;
    }
    // An unpaired surrogate becomes a question mark.
    var octets = clean.getBytes(StandardCharsets.UTF_8);
    if (quotable && (ascii || mode.utf8())) quoted(octets);
    else literal(octets);
  }

  private void quoted(byte[] octets) {
    ensure(2 * octets.length + 2);
    buffer[length++] = '"';
    for (byte octet : octets) {
      if (octet == '"' || octet == '\\') buffer[length++] = '\\';
      buffer[length++] = octet;
    }
    buffer[length++] = '"';
  }

  /// `literal`; the octets must not hold NUL.
  void literal(byte[] octets) {
    literalMarker(octets.length);
    raw(octets);
  }

  /// The marker of a literal whose octets whoever calls writes after it.
  void literalMarker(long size) {
    raw('{');
    number(size);
    raw('}');
    crlf();
  }

  /// Octets of a message or part as a `literal`, or a `literal8` when they hold NUL.
  void octets(byte[] octets) {
    boolean nul = false;
    for (byte octet : octets) nul |= octet == 0;
    if (nul) raw('~');
    literal(octets);
  }

  /// An `nstring` of text for people that stood in a header field.
  ///
  /// COMPAT(clients without UTF-8, 2026-11): what is not ASCII goes out in encoded words (RFC
  /// 2047), which every client decodes in a subject or display name, where other servers send the
  /// raw octets and leave the charset to guessing.
  void phrase(@Nullable String text) {
    if (text == null) nil();
    else if (mode.utf8() || isAscii(text)) string(text);
    else EncodedWordWriter.write(this, EncodedWords.decode(text));
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) if (text.charAt(i) > 127) return false;
    return true;
  }

  /// `mailbox`
  void mailbox(MailboxName name) {
    astring(name.encode(mode));
  }

  /// `flag-list`
  void flags(Iterable<? extends Flag> flags) {
    raw('(');
    boolean first = true;
    for (var flag : flags) {
      if (!first) space();
      raw(flag.text());
      first = false;
    }
    raw(')');
  }

  /// Text for people at the end of a line (`text`): not ASCII only where the client takes UTF-8.
  void humanText(String text) {
    if (isAscii(text)) raw(text);
    else if (mode.utf8()) raw(text.getBytes(StandardCharsets.UTF_8));
    else raw(ascii(text));
  }

  /// The argument of a response code: what it may not hold is left out (RFC 4469 §5).
  void responseText(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > ' ' && c < 127 && c != ']') raw(c);
    }
  }

  private void ensure(int more) {
    if (buffer.length - length >= more) return;
    long wanted = Math.max(2L * buffer.length, (long) length + more);
    if (wanted > Integer.MAX_VALUE - 16) throw new IllegalStateException("response too large");
    buffer = Arrays.copyOf(buffer, (int) wanted);
  }
}
