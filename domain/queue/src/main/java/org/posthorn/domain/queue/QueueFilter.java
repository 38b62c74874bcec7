package org.posthorn.domain.queue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.AccountId;

/// Which entries an administrator means; null is all.
///
/// @param destination exactly
/// @param sender part of the reverse-path, letter case ignored; empty: only `<>`
/// @param recipient part of an address that still waits, letter case ignored
/// @param messageId exactly
/// @param acceptedFrom not before
/// @param acceptedUntil before
/// @param reason part of what went wrong the last time, letter case ignored
public record QueueFilter(
    @Nullable String destination,
    @Nullable String sender,
    @Nullable String recipient,
    @Nullable AccountId account,
    @Nullable String messageId,
    @Nullable EntryState state,
    @Nullable Instant acceptedFrom,
    @Nullable Instant acceptedUntil,
    @Nullable String reason) {

  public static final QueueFilter ALL =
      new QueueFilter(null, null, null, null, null, null, null, null, null);

  /// Only those for one destination.
  public static QueueFilter of(String destination) {
    return new QueueFilter(destination, null, null, null, null, null, null, null, null);
  }

  /// Only those of one message.
  public static QueueFilter ofMessage(String id) {
    return new QueueFilter(null, null, null, null, id, null, null, null, null);
  }
}
