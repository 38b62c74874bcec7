package org.posthorn.domain.trace;

import java.time.Instant;

/// Something that happened to a message.
///
/// @param message the message's trace id
/// @param words for people; may be several lines
public record TraceEvent(String message, Instant at, TraceKind kind, String words) {}
