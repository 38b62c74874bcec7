package org.posthorn.wire.sieve;

/// From the text of a script to something that can be run.
///
/// Any octets may be given; nothing is thrown. Scripts that are included are compiled with it; what
/// is missing or wrong with them is a warning here and an error when a run comes to it (RFC 6609
/// §3.1).
public final class SieveCompiler {

  private SieveCompiler() {}

  /// Compiles a script.
  ///
  /// @param name what it is called in messages, and by what an include of itself is known
  public static Compilation compile(ScriptName name, byte[] text, CompileSettings settings) {
    throw new UnsupportedOperationException(name + " " + text.length + settings);
  }
}
