package org.posthorn.domain.mailbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.BlobId;

/// One message of a mailbox, as much of it as was asked for by [Detail].
///
/// `summary` and `structure` are the encodings of wire/mail. Dates are in milliseconds since 1970.
@SuppressWarnings("ArrayRecordComponent") // rows are read and dropped, never compared
public record MessageRow(
    int uid,
    long flags,
    long modseq,
    EmailId email,
    BlobId blob,
    long size,
    long receivedMillis,
    long sentMillis,
    ThreadId thread,
    long savedMillis,
    byte @Nullable [] summary,
    byte @Nullable [] structure) {

  /// Stands for a `Date` field that is missing or cannot be read.
  public static final long NO_DATE = Long.MIN_VALUE;

  /// When it came into its mailbox (RFC 8514).
  public Instant savedAt() {
    return Instant.ofEpochMilli(savedMillis);
  }

  public Instant receivedAt() {
    return Instant.ofEpochMilli(receivedMillis);
  }
}
