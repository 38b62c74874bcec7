package org.posthorn.wire.sieve;

import java.util.Set;

/// What a script may use.
///
/// @param allowed the extensions that `require` finds; what is not here is unknown to the script
/// @param library where included scripts are looked for
public record CompileSettings(Set<Extension> allowed, ScriptLibrary library, SieveLimits limits) {

  /// Everything, with no scripts to include.
  public static final CompileSettings ALL =
      new CompileSettings(Extension.ALL, ScriptLibrary.EMPTY, SieveLimits.ORDINARY);

  public CompileSettings {
    allowed = Set.copyOf(allowed);
  }

  public CompileSettings with(ScriptLibrary other) {
    return new CompileSettings(allowed, other, limits);
  }

  public CompileSettings with(SieveLimits other) {
    return new CompileSettings(allowed, library, other);
  }

  public CompileSettings with(Set<Extension> others) {
    return new CompileSettings(others, library, limits);
  }
}
