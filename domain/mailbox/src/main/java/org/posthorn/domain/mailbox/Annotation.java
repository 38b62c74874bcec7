package org.posthorn.domain.mailbox;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A named value at a mailbox or at the server (RFC 5464 §3).
///
/// @param entry in lower case, beginning with `/private/` or `/shared/`
/// @param value absent to take it away, or where it was taken away
/// @param modseq of its last change; 0 in what is to be set
@SuppressWarnings("ArrayRecordComponent") // read and dropped, never compared
public record Annotation(String entry, byte @Nullable [] value, long modseq) {
  static final String PRIVATE = "/private/";
  static final String SHARED = "/shared/";

  public Annotation {
    if (!isName(entry)) throw new IllegalArgumentException("not the name of an annotation");
    entry = entry.toLowerCase(Locale.ROOT);
  }

  /// One that is to be taken away.
  public static Annotation removed(String entry) {
    return new Annotation(entry, null, 0);
  }

  /// Only its user sees it.
  public boolean isPrivate() {
    return entry.startsWith(PRIVATE);
  }

  /// RFC 5464 §3.2: ASCII without controls and wildcards, parted by single slashes, at least two
  /// components, four below `vendor`.
  public static boolean isName(String entry) {
    var lower = entry.toLowerCase(Locale.ROOT);
    if (!lower.startsWith(PRIVATE) && !lower.startsWith(SHARED)) return false;
    if (lower.endsWith("/") || lower.contains("//")) return false;
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      if (c < ' ' || c > 126 || c == '*' || c == '%') return false;
    }
    var components = lower.substring(1).split("/", -1);
    return !components[1].equals("vendor") || components.length >= 4;
  }
}
