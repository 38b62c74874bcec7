package org.posthorn.wire.imap;

import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One message of an APPEND (RFC 9051 §6.3.12, RFC 3502, RFC 6855 §4, RFC 4469).
///
/// @param parts one literal, or what CATENATE names
public record AppendMessage(Options options, List<AppendPart> parts) {

  public AppendMessage {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) throw new IllegalArgumentException("a message of nothing");
  }

  /// What is said of a message before its octets.
  ///
  /// @param date absent: now
  /// @param utf8 in the form `UTF8 (~{…}`, which announces UTF-8 in header fields
  public record Options(List<Flag> flags, @Nullable OffsetDateTime date, boolean utf8) {
    public Options {
      flags = List.copyOf(flags);
    }
  }
}
