package org.posthorn.domain.directory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.commons.codec.digest.Crypt;
import org.apache.commons.codec.digest.Md5Crypt;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.posthorn.wire.sasl.ScramKeys;
import org.posthorn.wire.sasl.Secret;

/// A stored form of a password that a password can be checked against. [PasswordFormat] reads them.
///
/// Every check compares in constant time. How long a check takes is bounded when the stored form is
/// read: a form that asks for more work than [PasswordFormat] allows never becomes a value.
sealed interface PasswordHash {

  /// Whether this is the stored form of `password`.
  boolean matches(Secret password);

  /// Whether the check looks at every octet of `password`. Where it does not, a password that
  /// passes is not yet known to be the right one, so it must not be turned into a better hash.
  default boolean seesWhole(Secret password) {
    return true;
  }

  /// Whether this is what would be made of a password today, or better; all else is replaced at the
  /// next login.
  default boolean isAsGoodAs(Argon2.Cost today) {
    return false;
  }

  private static byte[] utf8(Secret password) {
    return password.reveal().getBytes(UTF_8);
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(one.getBytes(UTF_8), other.getBytes(UTF_8));
  }

  /// `{PLAIN}`, `{CLEARTEXT}`: the password itself.
  record Plain(Secret stored) implements PasswordHash {
    @Override
    public boolean matches(Secret password) {
      return stored.equals(password);
    }
  }

  /// One round of a hash over the password and then the salt, which may be empty: `{SSHA}` and its
  /// family.
  // The arrays are ours alone and nobody compares these records.
  @SuppressWarnings("ArrayRecordComponent")
  record Digest(String algorithm, byte[] hash, byte[] salt) implements PasswordHash {
    @Override
    public boolean matches(Secret password) {
      try {
        var digest = MessageDigest.getInstance(algorithm);
        digest.update(utf8(password));
        return MessageDigest.isEqual(hash, digest.digest(salt));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(algorithm + " is in every JDK", e);
      }
    }
  }

  /// crypt(3) with MD5, SHA-256 or SHA-512: `$1$`, `$apr1$`, `$5$`, `$6$`.
  record ModularCrypt(String text) implements PasswordHash {
    @Override
    public boolean matches(Secret password) {
      // commons-codec wipes the array that it is given; utf8 makes a new one each time.
      var made =
          text.startsWith("$apr1$")
              ? Md5Crypt.apr1Crypt(utf8(password), text)
              : Crypt.crypt(utf8(password), text);
      return same(text, made);
    }
  }

  /// Traditional crypt(3): DES, which sees 8 octets of the password.
  record Des(String text) implements PasswordHash {
    static final int OCTETS_SEEN = 8;

    @Override
    public boolean matches(Secret password) {
      return same(text, Crypt.crypt(utf8(password), text));
    }

    @Override
    public boolean seesWhole(Secret password) {
      return utf8(password).length <= OCTETS_SEEN;
    }
  }

  /// bcrypt (`$2a$`, `$2b$`, `$2y$`), which sees 72 octets of the password.
  record Bcrypt(String text) implements PasswordHash {
    static final int OCTETS_SEEN = 72;

    @Override
    public boolean matches(Secret password) {
      return OpenBSDBCrypt.checkPassword(text, utf8(password));
    }

    @Override
    public boolean seesWhole(Secret password) {
      return utf8(password).length <= OCTETS_SEEN;
    }
  }

  /// Argon2 in any of its three forms, as the password hashing competition writes it.
  record OfArgon2(Argon2 argon2) implements PasswordHash {
    @Override
    public boolean matches(Secret password) {
      return argon2.matches(utf8(password));
    }

    @Override
    public boolean isAsGoodAs(Argon2.Cost today) {
      return argon2.kind() == Argon2.Kind.ARGON2ID && argon2.cost().atLeast(today);
    }
  }

  /// SCRAM's keys, which can check a plain password too: derive them again and compare.
  record Scram(ScramKeys keys) implements PasswordHash {
    @Override
    public boolean matches(Secret password) {
      var derived = ScramKeys.derive(keys.hash(), password, keys.salt(), keys.iterations());
      return keys.storedKey().equals(derived.storedKey());
    }
  }
}
