package org.posthorn.wire.mailauth;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A domain's SPF record (RFC 7208 §3). Modifiers that this specification does not know are checked
/// and forgotten.
record SpfRecord(
    List<Directive> directives, @Nullable MacroString redirect, @Nullable MacroString explanation) {

  /// @param text as published
  record Directive(SpfResult qualifier, SpfMechanism mechanism, String text) {}

  SpfRecord {
    directives = List.copyOf(directives);
  }

  /// RFC 7208 §6.1: with `all` anywhere, there is no redirect.
  boolean hasAll() {
    return directives.stream().anyMatch(it -> it.mechanism() instanceof SpfMechanism.All);
  }
}
