package org.posthorn.servers.smtp;

import java.nio.charset.StandardCharsets;

/// Watches a message go by and knows its header: how large it is, how often it was received, and
/// whether it has what every message needs.
///
/// The header ends at the first empty line, or before the first line that cannot be one of a
/// header. Pieces may be cut anywhere. Belongs to the session's thread.
final class HeaderScanner {

  private static final byte[] RECEIVED = "received".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] MESSAGE_ID = "message-id".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TLS_REQUIRED = "tls-required".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CONTENT_TYPE = "content-type".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DATE = "date".getBytes(StandardCharsets.US_ASCII);

  private enum State {
    LINE,
    NAME,
    AFTER_NAME,
    VALUE,
    ENDED
  }

  private final byte[] name = new byte[TLS_REQUIRED.length];
  private int nameLength;
  private State state = State.LINE;
  private long octets;
  private int received;
  private boolean messageId;
  private boolean date;
  private boolean tlsRequired;
  private boolean message;

  /// How much of [#MESSAGE] a Content-Type has had so far; -1 when it is another, or no such field.
  private int typeLength = -1;

  boolean ended() {
    return state == State.ENDED;
  }

  /// Octets of the header so far.
  long octets() {
    return octets;
  }

  /// Received fields.
  int received() {
    return received;
  }

  boolean hasMessageId() {
    return messageId;
  }

  boolean hasDate() {
    return date;
  }

  /// Whether it says something of TLS, whatever that is (RFC 8689 §3).
  boolean hasTlsRequired() {
    return tlsRequired;
  }

  /// Whether its content is, or may be, another message or a part of one (RFC 2046 §5.2): only then
  /// is a closer look worth while.
  boolean mayHoldMessage() {
    return message;
  }

  void scan(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int at = offset;
    while (at < end && state != State.ENDED)
      at = state == State.VALUE ? value(bytes, at, end) : step(bytes, at);
    octets += at - offset;
  }

  private int value(byte[] bytes, int from, int end) {
    for (int i = from; i < end; i++) {
      if (typeLength >= 0) type(bytes[i]);
      if (bytes[i] != '\n') continue;
      state = State.LINE;
      nameLength = 0;
      return i + 1;
    }
    return end;
  }

  private void type(byte octet) {
    if (typeLength == 0 && octet <= ' ') return;
    boolean goesOn = lower(octet) == MESSAGE[typeLength];
    typeLength = goesOn ? typeLength + 1 : -1;
    // a comment may stand before it
    if (octet != '(' && typeLength < MESSAGE.length) return;
    message = true;
    typeLength = -1;
  }

  private int step(byte[] bytes, int at) {
    byte octet = bytes[at];
    boolean blank = octet == ' ' || octet == '\t';
    // obs-fields allow blanks before the colon (RFC 5322 §4.5)
    if (octet == ':' && nameLength > 0) field();
    else if (state == State.LINE && blank) state = State.VALUE;
    else if (state != State.LINE && blank) state = State.AFTER_NAME;
    else if (octet > ' ' && octet < 0x7F && octet != ':' && state != State.AFTER_NAME)
      letter(octet);
    else state = State.ENDED;
    return at + 1;
  }

  private void letter(byte octet) {
    state = State.NAME;
    if (nameLength < name.length) name[nameLength] = lower(octet);
    nameLength++;
  }

  private static byte lower(byte octet) {
    return octet >= 'A' && octet <= 'Z' ? (byte) (octet + ('a' - 'A')) : octet;
  }

  private void field() {
    state = State.VALUE;
    if (is(RECEIVED)) received++;
    messageId |= is(MESSAGE_ID);
    date |= is(DATE);
    tlsRequired |= is(TLS_REQUIRED);
    typeLength = is(CONTENT_TYPE) ? 0 : -1;
  }

  private boolean is(byte[] field) {
    return nameLength == field.length
        && java.util.Arrays.equals(name, 0, nameLength, field, 0, nameLength);
  }
}
