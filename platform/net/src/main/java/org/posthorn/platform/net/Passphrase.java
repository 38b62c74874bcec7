package org.posthorn.platform.net;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Knows the passphrases of encrypted private keys.
@FunctionalInterface
public interface Passphrase {
  /// For servers without encrypted keys.
  Passphrase NONE = _ -> new char[0];

  /// A private key that cannot be read without a passphrase.
  ///
  /// @param algorithm of its certificate: `RSA`, `EC`, `EdDSA`
  /// @param names of its certificate
  record LockedKey(Path file, String algorithm, List<String> names) {
    public LockedKey {
      names = List.copyOf(names);
    }
  }

  /// The passphrase of a key; empty if there is none.
  char[] of(LockedKey key) throws IOException;

  /// Whether [#of] is to be asked again after it gave a wrong one: a person may have mistyped.
  default boolean mayTryAgain(LockedKey key) {
    return false;
  }
}
