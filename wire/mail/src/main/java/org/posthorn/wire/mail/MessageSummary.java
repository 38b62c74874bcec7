package org.posthorn.wire.mail;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// What message lists are made of, small enough for a database row: the envelope, and the exact
/// lines of the header fields that clients commonly ask for, so that a FETCH of either never opens
/// the message.
///
/// Wraps its encoded form and decodes on demand. Layout: version, offset of the envelope (4 bytes),
/// mask of names whose lines are not all here (8 bytes), number of lines, for each its name's
/// number and its length, the lines, the envelope.
///
/// Immutable.
public final class MessageSummary {

  /// The field names that are kept. Their order is part of the format: only ever appended to, at
  /// most 64.
  private static final String[] NAMES = {
    "From",
    "Sender",
    "Reply-To",
    "To",
    "Cc",
    "Bcc",
    "Subject",
    "Date",
    "Message-ID",
    "In-Reply-To",
    "References",
    "Newsgroups",
    "Content-Type",
    "MIME-Version",
    "Content-Transfer-Encoding",
    "Content-Disposition",
    "Content-Description",
    "Priority",
    "X-Priority",
    "Importance",
    "X-MSMail-Priority",
    "Precedence",
    "Auto-Submitted",
    "List-Id",
    "List-Post",
    "List-Help",
    "List-Subscribe",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "List-Archive",
    "Delivered-To",
    "Return-Path",
    "Lines",
    "X-Label",
    "X-Original-To",
    "X-Spam-Flag",
    "X-Spam-Status",
    "X-Spam-Level",
    "User-Agent",
    "X-Mailer",
    "Disposition-Notification-To",
    "Followup-To",
  };

  /// Lines beyond are left out, and their names are not covered.
  static final int MAX_LINES_OCTETS = 16 * 1024;

  private static final int VERSION = 1;
  private static final int ENVELOPE_OFFSET_AT = 1;
  private static final int MISSING_AT = 5;
  private static final int LINES_AT = 13;
  private static final byte[] EMPTY_LINE = {'\r', '\n'};
  private static final Map<String, Integer> NUMBERS = numbers();

  private final byte[] encoded;

  private MessageSummary(byte[] encoded) {
    this.encoded = encoded;
  }

  public static MessageSummary of(ParsedMessage message) {
    return of(message.headers(), message.envelope());
  }

  static MessageSummary of(HeaderFields headers, Envelope envelope) {
    var index = new BinaryWriter(64);
    var lines = new BinaryWriter(1024);
    int count = 0;
    long missing = 0;
    for (int i = 0; i < headers.size(); i++) {
      Integer number = NUMBERS.get(Ascii.lower(headers.name(i)));
      if (number == null) continue;
      var line = headers.line(i);
      if (lines.length() + line.length > MAX_LINES_OCTETS) {
        missing |= 1L << number;
        continue;
      }
      index.writeByte(number);
      index.writeNumber(line.length);
      lines.writeBytes(line, 0, line.length);
      count++;
    }
    var out = new BinaryWriter(LINES_AT + lines.length() + 512);
    out.writeByte(VERSION);
    for (int i = 0; i < 4; i++) out.writeByte(0);
    for (int i = 0; i < 8; i++) out.writeByte((int) (missing >>> (56 - 8 * i)));
    out.writeNumber(count);
    out.writeBytes(index.toBytes(), 0, index.length());
    out.writeBytes(lines.toBytes(), 0, lines.length());
    out.patch(ENVELOPE_OFFSET_AT, out.length());
    EnvelopeCodec.write(envelope, out);
    return new MessageSummary(out.toBytes());
  }

  /// From what `encode` gave, which is not copied. Throws `IllegalArgumentException` for a format
  /// of another version; damage is found when it is read.
  public static MessageSummary decode(byte[] encoded) {
    if (encoded.length <= LINES_AT || encoded[0] != VERSION) throw BinaryReader.corrupt();
    return new MessageSummary(encoded);
  }

  /// The form for the database; not to be changed.
  public byte[] encode() {
    return encoded;
  }

  public Envelope envelope() {
    int offset = new BinaryReader(encoded, ENVELOPE_OFFSET_AT).readInt();
    if (offset < LINES_AT || offset > encoded.length) throw BinaryReader.corrupt();
    return EnvelopeCodec.read(new BinaryReader(encoded, offset));
  }

  /// True when all fields of these names are here, or known not to be in the message.
  public boolean covers(Set<String> names) {
    long missing = missing();
    for (var name : names) {
      Integer number = NUMBERS.get(Ascii.lower(name));
      if (number == null || (missing & 1L << number) != 0) return false;
    }
    return true;
  }

  /// What FETCH BODY[HEADER.FIELDS (…)] answers, as `HeaderFields.select` gives it from the
  /// message; only for names that are covered (else `IllegalArgumentException`).
  public byte[] headerFields(Set<String> names) {
    if (!covers(names)) throw new IllegalArgumentException("names that are not covered");
    long wanted = 0;
    for (var name : names) wanted |= 1L << NUMBERS.getOrDefault(Ascii.lower(name), 0);
    var in = new BinaryReader(encoded, LINES_AT);
    int count = in.readCount();
    int indexAt = in.position();
    for (int i = 0; i < count; i++) {
      in.skip(1);
      in.readNumber();
    }
    int lineAt = in.position();
    var index = new BinaryReader(encoded, indexAt);
    var selected = new ByteArrayOutputStream(512);
    for (int i = 0; i < count; i++) {
      boolean match = (wanted & 1L << index.readByte()) != 0;
      int length = (int) index.readNumber();
      if (length < 0 || length > encoded.length - lineAt) throw BinaryReader.corrupt();
      if (match) selected.write(encoded, lineAt, length);
      lineAt += length;
    }
    selected.writeBytes(EMPTY_LINE);
    return selected.toByteArray();
  }

  private long missing() {
    var in = new BinaryReader(encoded, MISSING_AT);
    return (long) in.readInt() << 32 | (in.readInt() & 0xffff_ffffL);
  }

  private static Map<String, Integer> numbers() {
    var numbers = new HashMap<String, Integer>();
    for (int i = 0; i < NAMES.length; i++) numbers.put(Ascii.lower(NAMES[i]), i);
    return Map.copyOf(numbers);
  }
}
