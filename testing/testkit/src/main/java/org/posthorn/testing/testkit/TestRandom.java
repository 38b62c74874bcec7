package org.posthorn.testing.testkit;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Randomness that is the same at every run.
public final class TestRandom {
  private TestRandom() {}

  public static RandomGenerator seeded(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /// For code that asks for a [SecureRandom]: seeded, so not secure at all.
  public static SecureRandom notSecure(long seed) {
    return new Seeded(seeded(seed));
  }

  private static final class Seeded extends SecureRandom {
    private static final long serialVersionUID = 1;

    private final transient RandomGenerator source;

    Seeded(RandomGenerator source) {
      // No provider is asked: every byte comes from the source.
      super(null, null);
      this.source = source;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      source.nextBytes(bytes);
    }

    @Override
    public int nextInt() {
      return source.nextInt();
    }

    @Override
    public long nextLong() {
      return source.nextLong();
    }

    @Override
    public void setSeed(long seed) {
      // The seed is the source's own.
    }
  }
}
