package org.posthorn.wire.sieve;

import org.jspecify.annotations.Nullable;

/// Where scripts that others include are found, at compile time only.
@FunctionalInterface
public interface ScriptLibrary {

  ScriptLibrary EMPTY = _ -> null;

  /// The text of a script, or null when there is none of that name.
  byte @Nullable [] find(ScriptName name);
}
