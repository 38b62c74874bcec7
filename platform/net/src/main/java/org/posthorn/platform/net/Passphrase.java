package org.posthorn.platform.net;

import java.io.IOException;
import java.nio.file.Path;

/// Knows the passphrases of encrypted private keys.
@FunctionalInterface
public interface Passphrase {
  /// For servers without encrypted keys.
  Passphrase NONE = file -> new char[0];

  /// The passphrase of the key in this file; empty if there is none.
  char[] of(Path keyFile) throws IOException;
}
