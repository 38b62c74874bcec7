package org.posthorn.domain.directory;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.sasl.Octets;
import org.posthorn.wire.sasl.ScramHash;
import org.posthorn.wire.sasl.ScramKeys;
import org.posthorn.wire.sasl.Secret;

/// Reads the stored forms of passwords that other servers export: `{SCHEME}data` as Dovecot,
/// Postfix and OpenLDAP write it, and bare crypt(3) texts.
///
/// A scheme may name its encoding (`{SSHA.HEX}`, `{SHA256.B64}`); without it, hexadecimal is told
/// from Base64 by length. Nothing is computed here, so that reading is safe for any text.
final class PasswordFormat {

  /// A stored form, understood or not.
  sealed interface Read {
    record Usable(PasswordHash hash) implements Read {}

    /// Not understood, or too dear to compute.
    ///
    /// @param reason for the administrator: what is wrong with it, never its text
    record Unusable(String reason) implements Read {}
  }

  /// Longer than any form that is known here.
  static final int MAX_CHARACTERS = 1024;

  // A login must not be made to last minutes by the form that was imported.
  private static final int MAX_SHA_CRYPT_ROUNDS = 1_000_000;
  private static final int MAX_BCRYPT_COST = 14;
  private static final int MAX_SCRAM_ITERATIONS = 1_000_000;

  private static final Pattern SCHEME = Pattern.compile("\\{([A-Za-z0-9._-]{1,32})\\}(.*)");
  private static final Pattern LOOKS_STORED =
      Pattern.compile("\\{[A-Za-z0-9][A-Za-z0-9._-]*\\}|\\$[0-9a-z][0-9a-z-]{0,15}\\$[^$]*\\$");
  private static final Pattern MD5_CRYPT =
      Pattern.compile("\\$(?:1|apr1)\\$[./0-9A-Za-z]{0,8}\\$[./0-9A-Za-z]{22}");
  private static final Pattern SHA_CRYPT =
      Pattern.compile(
          "\\$(?:5\\$(?:rounds=([0-9]{4,9})\\$)?[./0-9A-Za-z]{1,16}\\$[./0-9A-Za-z]{43}"
              + "|6\\$(?:rounds=([0-9]{4,9})\\$)?[./0-9A-Za-z]{1,16}\\$[./0-9A-Za-z]{86})");
  private static final Pattern BCRYPT =
      Pattern.compile("\\$2[aby]\\$([0-9]{2})\\$[./0-9A-Za-z]{53}");
  private static final Pattern DES = Pattern.compile("[./0-9A-Za-z]{13}");

  private PasswordFormat() {}

  /// Whether a text from an import is meant as a stored form rather than being a password: it
  /// begins like one. A form that is not known is then refused, and not taken for a password that
  /// nobody has; a real password that begins so is written with `{PLAIN}` before it.
  static boolean looksStored(String text) {
    return LOOKS_STORED.matcher(text).lookingAt();
  }

  static Read read(String text) {
    if (text.length() > MAX_CHARACTERS) return new Read.Unusable("longer than any known form");
    var matcher = SCHEME.matcher(text);
    if (!matcher.matches()) return crypt(text);
    var scheme = Scheme.named(matcher.group(1));
    if (scheme == null)
      return new Read.Unusable("{" + matcher.group(1) + "} is not a scheme that is known here");
    return scheme.read(matcher.group(2));
  }

  /// Keys that were stored as Dovecot's schemes write them, without the scheme; null when they are
  /// damaged.
  static @Nullable ScramKeys scramKeys(ScramHash hash, String data) {
    return new Scheme("SCRAM-" + hash.wireName(), "").scram(hash, data)
            instanceof Read.Usable(PasswordHash.Scram(var keys))
        ? keys
        : null;
  }

  /// A scheme's name without its encoding, and the encoding if it was named.
  private record Scheme(String name, String encoding) {

    static @Nullable Scheme named(String text) {
      var upper = text.toUpperCase(Locale.ROOT);
      int dot = upper.indexOf('.');
      var name = dot < 0 ? upper : upper.substring(0, dot);
      var encoding = dot < 0 ? "" : upper.substring(dot + 1);
      var known =
          switch (name) {
            case "PLAIN", "CLEAR", "CLEARTEXT", "MD5", "PLAIN-MD5", "LDAP-MD5", "SMD5" -> true;
            case "SHA", "SHA1", "SSHA", "SHA256", "SSHA256", "SHA512", "SSHA512" -> true;
            case "CRYPT", "DES-CRYPT", "MD5-CRYPT", "SHA256-CRYPT", "SHA512-CRYPT" -> true;
            case "BLF-CRYPT", "ARGON2I", "ARGON2ID", "SCRAM-SHA-1", "SCRAM-SHA-256" -> true;
            default -> false;
          };
      var encodingKnown =
          switch (encoding) {
            case "", "HEX", "B64", "BASE64" -> true;
            default -> false;
          };
      return known && encodingKnown ? new Scheme(name, encoding) : null;
    }

    Read read(String data) {
      return switch (name) {
        case "PLAIN", "CLEAR", "CLEARTEXT" -> plain(data);
        // Dovecot's {MD5} is crypt's, OpenLDAP's is Base64, others write hexadecimal.
        case "MD5" -> data.startsWith("$1$") ? crypt(data) : digest("MD5", data, 16);
        case "PLAIN-MD5", "LDAP-MD5" -> digest("MD5", data, 16);
        case "SMD5" -> salted("MD5", data, 16);
        case "SHA", "SHA1" -> digest("SHA-1", data, 20);
        case "SSHA" -> salted("SHA-1", data, 20);
        case "SHA256" -> digest("SHA-256", data, 32);
        case "SSHA256" -> salted("SHA-256", data, 32);
        case "SHA512" -> digest("SHA-512", data, 64);
        case "SSHA512" -> salted("SHA-512", data, 64);
        case "SCRAM-SHA-1" -> scram(ScramHash.SHA_1, data);
        case "SCRAM-SHA-256" -> scram(ScramHash.SHA_256, data);
        default -> crypt(data);
      };
    }

    private Read plain(String data) {
      if (data.isEmpty()) return new Read.Unusable("the password is empty");
      return new Read.Usable(new PasswordHash.Plain(Secret.of(data)));
    }

    private Read digest(String algorithm, String data, int octets) {
      var bytes = decode(data, data.length() == 2 * octets);
      if (bytes == null || bytes.length != octets) return broken();
      return new Read.Usable(new PasswordHash.Digest(algorithm, bytes, new byte[0]));
    }

    private Read salted(String algorithm, String data, int octets) {
      var bytes = decode(data, false);
      if (bytes == null || bytes.length <= octets) return broken();
      return new Read.Usable(
          new PasswordHash.Digest(
              algorithm,
              Arrays.copyOf(bytes, octets),
              Arrays.copyOfRange(bytes, octets, bytes.length)));
    }

    /// Dovecot's form: iterations, salt, stored key, server key, separated by commas.
    private Read scram(ScramHash hash, String data) {
      var parts = data.split(",", -1);
      if (parts.length != 4 || !parts[0].matches("[0-9]{1,7}")) return broken();
      int iterations = Integer.parseInt(parts[0]);
      var salt = decode(parts[1], false);
      var storedKey = decode(parts[2], false);
      var serverKey = decode(parts[3], false);
      if (salt == null || storedKey == null || serverKey == null) return broken();
      if (salt.length == 0 || storedKey.length != hash.octets()) return broken();
      if (serverKey.length != hash.octets() || iterations < 1) return broken();
      if (iterations > MAX_SCRAM_ITERATIONS) return tooDear("iterations", MAX_SCRAM_ITERATIONS);
      return new Read.Usable(
          new PasswordHash.Scram(
              new ScramKeys(
                  hash, Octets.of(salt), iterations, Octets.of(storedKey), Octets.of(serverKey))));
    }

    private byte @Nullable [] decode(String data, boolean looksHex) {
      try {
        return encoding.equals("HEX") || (encoding.isEmpty() && looksHex)
            ? HexFormat.of().parseHex(data)
            : Base64.getDecoder().decode(data);
      } catch (IllegalArgumentException _) {
        return null;
      }
    }

    private Read broken() {
      return new Read.Unusable("the text after {" + name + "} is not of that scheme");
    }
  }

  /// Whatever crypt(3) may hold, told apart by its first characters.
  private static Read crypt(String text) {
    if (text.startsWith("$argon2")) {
      var argon2 = Argon2.parse(text);
      return argon2 == null
          ? new Read.Unusable("an Argon2 hash that is damaged or costs more than is allowed")
          : new Read.Usable(new PasswordHash.OfArgon2(argon2));
    }
    if (MD5_CRYPT.matcher(text).matches())
      return new Read.Usable(new PasswordHash.ModularCrypt(text));
    var sha = SHA_CRYPT.matcher(text);
    if (sha.matches()) {
      var rounds = sha.group(1) != null ? sha.group(1) : sha.group(2);
      return rounds != null && Integer.parseInt(rounds) > MAX_SHA_CRYPT_ROUNDS
          ? tooDear("rounds", MAX_SHA_CRYPT_ROUNDS)
          : new Read.Usable(new PasswordHash.ModularCrypt(text));
    }
    var bcrypt = BCRYPT.matcher(text);
    if (bcrypt.matches()) {
      int cost = Integer.parseInt(bcrypt.group(1));
      if (cost > MAX_BCRYPT_COST) return tooDear("a cost", MAX_BCRYPT_COST);
      return cost < 4
          ? new Read.Unusable("a bcrypt hash with a cost below 4")
          : new Read.Usable(new PasswordHash.Bcrypt(text));
    }
    if (DES.matcher(text).matches()) return new Read.Usable(new PasswordHash.Des(text));
    return new Read.Unusable(
        "not a form that is known here; known are $1$, $apr1$, $5$, $6$, $2a$, $2b$, $2y$,"
            + " $argon2i$, $argon2id$ and traditional crypt");
  }

  private static Read tooDear(String what, int limit) {
    return new Read.Unusable("it asks for " + what + " above " + limit);
  }
}
