package org.posthorn.wire.sasl;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The SASL mechanisms that are spoken here, in the order a client should prefer them.
public enum Mechanism {
  /// The client's certificate (RFC 4422, appendix A).
  EXTERNAL("EXTERNAL", null, false),
  SCRAM_SHA_256_PLUS("SCRAM-SHA-256-PLUS", ScramHash.SHA_256, true),
  SCRAM_SHA_256("SCRAM-SHA-256", ScramHash.SHA_256, false),
  SCRAM_SHA_1_PLUS("SCRAM-SHA-1-PLUS", ScramHash.SHA_1, true),
  SCRAM_SHA_1("SCRAM-SHA-1", ScramHash.SHA_1, false),
  /// RFC 7628.
  OAUTHBEARER("OAUTHBEARER", null, false),
  // COMPAT(K-9, mutt, Evolution, 2026-12): the form from before RFC 7628, which many still speak.
  XOAUTH2("XOAUTH2", null, false),
  PLAIN("PLAIN", null, false),
  LOGIN("LOGIN", null, false);

  private final String wireName;
  private final @Nullable ScramHash hash;
  private final boolean bindsChannel;

  Mechanism(String wireName, @Nullable ScramHash hash, boolean bindsChannel) {
    this.wireName = wireName;
    this.hash = hash;
    this.bindsChannel = bindsChannel;
  }

  /// The registered name, in upper case.
  public String wireName() {
    return wireName;
  }

  /// The hash of a SCRAM mechanism, null for the others.
  public @Nullable ScramHash hash() {
    return hash;
  }

  /// Whether it can only be offered where channel binding data exists: the `-PLUS` forms.
  public boolean bindsChannel() {
    return bindsChannel;
  }

  /// Whether the password crosses the wire, so that TLS has to be there first.
  public boolean plainText() {
    return this == PLAIN || this == LOGIN;
  }

  /// Whether an access token crosses the wire, which is as good as a password while it lasts.
  public boolean bearsToken() {
    return this == OAUTHBEARER || this == XOAUTH2;
  }

  /// The mechanism of this name, letter case ignored; null when it is not one of ours.
  public static @Nullable Mechanism named(String name) {
    var upper = name.toUpperCase(Locale.ROOT);
    for (var mechanism : values()) if (mechanism.wireName.equals(upper)) return mechanism;
    return null;
  }
}
