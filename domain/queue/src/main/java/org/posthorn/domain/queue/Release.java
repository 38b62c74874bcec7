package org.posthorn.domain.queue;

import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// From when on a message may leave, and not before, whoever asks: what a sender planned (RFC 4865)
/// or the time in which he may take it back.
///
/// @param request what reports repeat: `for;SECONDS` or `until;DATE-TIME` (RFC 4865 §5.1.2); null
///   when the sender did not ask
public record Release(Instant time, @Nullable String request) {

  private static final Pattern REQUEST =
      Pattern.compile("for;[0-9]{1,9}|until;[0-9TZtz:.+-]{1,40}");

  public Release {
    if (request != null && !REQUEST.matcher(request).matches())
      throw new IllegalArgumentException("not a request for release: " + request);
  }
}
