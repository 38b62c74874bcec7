package org.posthorn.wire.mailauth;

import java.security.MessageDigest;

/// The SHA-256 of a body in its canonical form (RFC 6376 §3.4.3, §3.4.4), computed while the body
/// goes by: nothing of it is kept. Owned by one thread.
final class BodyHash {

  private static final int BUFFER_OCTETS = 4_096;

  private final Canonicalization form;
  private final long limit;
  private final MessageDigest digest = Sha256.start();
  private final byte[] buffer = new byte[BUFFER_OCTETS];
  private int buffered;

  /// Octets of the canonical form so far, also those beyond the limit.
  private long length;

  /// Line ends that count only if something follows them.
  private long heldLineEnds;

  private boolean heldCarriageReturn;
  private boolean heldSpace;

  /// @param limit octets of the canonical form to hash, `Long.MAX_VALUE` for all
  BodyHash(Canonicalization form, long limit) {
    this.form = form;
    this.limit = limit;
  }

  boolean isOf(Canonicalization other, long otherLimit) {
    return form == other && limit == otherLimit;
  }

  void update(byte[] bytes, int offset, int count) {
    boolean relaxed = form == Canonicalization.RELAXED;
    for (int i = offset; i < offset + count; i++) {
      byte b = bytes[i];
      if (b == '\n' && heldCarriageReturn) {
        heldCarriageReturn = false;
        heldSpace = false;
        heldLineEnds++;
        continue;
      }
      if (heldCarriageReturn) bareCarriageReturn();
      if (b == '\r') heldCarriageReturn = true;
      else if (relaxed && (b == ' ' || b == '\t')) heldSpace = true;
      else content(b);
    }
  }

  private void bareCarriageReturn() {
    heldCarriageReturn = false;
    content((byte) '\r');
  }

  private void content(byte b) {
    for (; heldLineEnds > 0; heldLineEnds--) lineEnd();
    if (heldSpace) put((byte) ' ');
    heldSpace = false;
    put(b);
  }

  private void lineEnd() {
    put((byte) '\r');
    put((byte) '\n');
  }

  private void put(byte b) {
    if (length++ >= limit) return;
    if (buffered == buffer.length) flush();
    buffer[buffered++] = b;
  }

  private void flush() {
    digest.update(buffer, 0, buffered);
    buffered = 0;
  }

  /// The hash in base64; to be called once.
  String finish() {
    if (heldCarriageReturn) bareCarriageReturn();
    if (form == Canonicalization.SIMPLE || length > 0) lineEnd();
    flush();
    return Sha256.base64(digest.digest());
  }

  /// Octets of the whole canonical form, after [#finish].
  long length() {
    return length;
  }
}
