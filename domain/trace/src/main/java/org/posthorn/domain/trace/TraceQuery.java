package org.posthorn.domain.trace;

import java.time.Instant;
import java.util.List;

/// Which messages are looked for: by when they came, and by texts that their first events hold.
///
/// @param texts parts of addresses, host names, …; all of them, small and capital letters alike
/// @param limit at most so many, the newest first
public record TraceQuery(Instant from, Instant to, List<String> texts, int limit) {

  public static final int MAX_LIMIT = 1_000;
  private static final int MAX_TEXTS = 10;

  public TraceQuery {
    texts = List.copyOf(texts);
    if (texts.size() > MAX_TEXTS) throw new IllegalArgumentException("more than " + MAX_TEXTS);
    if (limit < 1 || limit > MAX_LIMIT) throw new IllegalArgumentException("limit " + limit);
  }
}
