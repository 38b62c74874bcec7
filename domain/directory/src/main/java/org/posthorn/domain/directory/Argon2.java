package org.posthorn.domain.directory;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;

/// An Argon2 hash (RFC 9106) with everything that is needed to compute it again:
/// `$argon2id$v=19$m=19456,t=2,p=1$SALT$HASH`, Base64 without padding.
// The arrays are ours alone and nobody compares these records.
@SuppressWarnings("ArrayRecordComponent")
record Argon2(Kind kind, int version, Cost cost, byte[] salt, byte[] hash) {

  enum Kind {
    ARGON2D("argon2d", Argon2Parameters.ARGON2_d),
    ARGON2I("argon2i", Argon2Parameters.ARGON2_i),
    ARGON2ID("argon2id", Argon2Parameters.ARGON2_id);

    private final String text;
    private final int code;

    Kind(String text, int code) {
      this.text = text;
      this.code = code;
    }
  }

  /// What a hash costs to compute.
  record Cost(int memoryKib, int iterations, int lanes) {

    /// What OWASP's password storage cheat sheet names first: 19 MiB, 2 iterations, 1 lane. About
    /// 75 ms of one core here.
    static final Cost OURS = new Cost(19 * 1024, 2, 1);

    /// The dearest hash that is computed at all. A hash is imported by an administrator but
    /// computed at the wish of a stranger, so its cost is limited: libargon2's own default is 64
    /// MiB.
    static final Cost LIMIT = new Cost(128 * 1024, 16, 8);

    boolean atLeast(Cost other) {
      return (long) memoryKib * iterations >= (long) other.memoryKib * other.iterations;
    }

    boolean withinLimit() {
      return memoryKib >= 8 * lanes
          && lanes >= 1
          && iterations >= 1
          && memoryKib <= LIMIT.memoryKib
          && iterations <= LIMIT.iterations
          && lanes <= LIMIT.lanes;
    }
  }

  private static final Map<String, Kind> KINDS =
      Map.of("argon2d", Kind.ARGON2D, "argon2i", Kind.ARGON2I, "argon2id", Kind.ARGON2ID);
  private static final int SALT_OCTETS = 16;
  private static final int HASH_OCTETS = 32;
  private static final int VERSION_10 = 16;
  private static final int VERSION_13 = 19;
  private static final Pattern TEXT =
      Pattern.compile(
          "\\$(argon2(?:d|i|id))(?:\\$v=(16|19))?"
              + "\\$m=([0-9]{1,7}),t=([0-9]{1,5}),p=([0-9]{1,3})"
              + "\\$([A-Za-z0-9+/]{11,128})\\$([A-Za-z0-9+/]{16,128})");

  /// Reads the text form; null when it is not one, is cut off, or costs more than [Cost#LIMIT].
  static @Nullable Argon2 parse(String text) {
    var matcher = TEXT.matcher(text);
    if (!matcher.matches()) return null;
    var cost = new Cost(number(matcher, 3), number(matcher, 4), number(matcher, 5));
    var kind = KINDS.get(matcher.group(1));
    if (kind == null || !cost.withinLimit()) return null;
    // Hashes from before the version was written are of 1.0.
    int version = "19".equals(matcher.group(2)) ? VERSION_13 : VERSION_10;
    var base64 = Base64.getDecoder();
    try {
      return new Argon2(
          kind, version, cost, base64.decode(matcher.group(6)), base64.decode(matcher.group(7)));
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }

  /// Hashes a password at this cost with a fresh salt.
  static Argon2 hash(byte[] password, Cost cost, SecureRandom random) {
    var salt = new byte[SALT_OCTETS];
    random.nextBytes(salt);
    var empty = new Argon2(Kind.ARGON2ID, VERSION_13, cost, salt, new byte[HASH_OCTETS]);
    return new Argon2(Kind.ARGON2ID, VERSION_13, cost, salt, empty.compute(password));
  }

  /// Nobody's hash: random octets, which no password gives. To compare with it costs what any
  /// comparison costs; to make it costs nothing.
  static Argon2 ofNobody(Cost cost, SecureRandom random) {
    var salt = new byte[SALT_OCTETS];
    random.nextBytes(salt);
    var hash = new byte[HASH_OCTETS];
    random.nextBytes(hash);
    return new Argon2(Kind.ARGON2ID, VERSION_13, cost, salt, hash);
  }

  boolean matches(byte[] password) {
    return MessageDigest.isEqual(hash, compute(password));
  }

  private byte[] compute(byte[] password) {
    var generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(kind.code)
            .withVersion(version)
            .withMemoryAsKB(cost.memoryKib)
            .withIterations(cost.iterations)
            .withParallelism(cost.lanes)
            .withSalt(salt)
            .build());
    var result = new byte[hash.length];
    generator.generateBytes(password, result);
    return result;
  }

  /// The text form.
  String text() {
    var base64 = Base64.getEncoder().withoutPadding();
    return "$%s$v=%d$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            kind.text,
            version,
            cost.memoryKib,
            cost.iterations,
            cost.lanes,
            base64.encodeToString(salt),
            base64.encodeToString(hash));
  }

  /// Not the hash: this is logged by accident only.
  @Override
  public String toString() {
    return kind.text + " " + cost;
  }
}
