package org.posthorn.domain.queue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An entry as an administrator sees it.
///
/// @param next when it is tried, if nothing comes between
/// @param reason why it is still here; null when nothing went wrong
public record ListedEntry(
    QueueEntry entry, EntryState state, Instant next, @Nullable String reason) {}
