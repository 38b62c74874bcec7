package org.posthorn.wire.smtp;

import org.jspecify.annotations.Nullable;

/// What the BODY parameter of MAIL declares (RFC 6152 §2, RFC 3030 §3).
public enum BodyType {
  SEVEN_BIT("7BIT"),
  EIGHT_BIT_MIME("8BITMIME"),
  BINARYMIME("BINARYMIME");

  private final String wireName;

  BodyType(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  static @Nullable BodyType named(String name) {
    for (var type : values()) if (type.wireName.equalsIgnoreCase(name)) return type;
    return null;
  }
}
