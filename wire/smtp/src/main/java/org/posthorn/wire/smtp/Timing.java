package org.posthorn.wire.smtp;

import org.jspecify.annotations.Nullable;

/// When a message is to go, and by when it is to have arrived.
///
/// @param hold RFC 4865
/// @param by RFC 2852
public record Timing(@Nullable Hold hold, @Nullable DeliverBy by) {
  public static final Timing NONE = new Timing(null, null);
}
