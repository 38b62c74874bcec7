package org.posthorn.domain.directory;

import java.security.SecureRandom;
import org.posthorn.wire.sasl.Secret;

/// Makes passwords that are read off a screen and typed: four groups of five characters, small
/// letters and digits that cannot be mistaken for each other, 100 bits.
final class PasswordGenerator {

  // 32 characters of 5 bits; no l, no o, no 0, no 1.
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
  private static final int GROUPS = 4;
  private static final int GROUP_LENGTH = 5;

  private PasswordGenerator() {}

  static Secret generate(SecureRandom random) {
    var text = new StringBuilder();
    for (int i = 0; i < GROUPS * GROUP_LENGTH; i++) {
      if (i > 0 && i % GROUP_LENGTH == 0) text.append('-');
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return Secret.of(text.toString());
  }
}
