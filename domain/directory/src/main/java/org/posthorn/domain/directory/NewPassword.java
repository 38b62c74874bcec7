package org.posthorn.domain.directory;

import org.posthorn.wire.sasl.Secret;

/// The password that an account is given.
public sealed interface NewPassword {

  /// Chosen by a person, so it must not be easy to guess.
  record Chosen(Secret password) implements NewPassword {}

  /// Made by [Directory#generatePassword], or one that a person uses already: not judged.
  record Given(Secret password) implements NewPassword {}

  /// As another server stored it: `{SCHEME}data` or a crypt(3) text.
  record Stored(String text) implements NewPassword {
    @Override
    public String toString() {
      return "Stored[(secret)]";
    }
  }

  /// Nobody can log in until a password is set.
  record None() implements NewPassword {}
}
