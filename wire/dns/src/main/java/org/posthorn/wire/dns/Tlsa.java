package org.posthorn.wire.dns;

import java.util.HexFormat;

/// What certificate a server has (RFC 6698 §2.1). Numbers are as in the record, since unknown ones
/// have to be told apart from known ones (RFC 7672 §3.1.3).
///
/// @param hex the certificate association data in lower-case hexadecimal digits
public record Tlsa(int usage, int selector, int matching, String hex) {

  public static Tlsa of(int usage, int selector, int matching, byte[] data) {
    return new Tlsa(usage, selector, matching, HexFormat.of().formatHex(data));
  }

  @Override
  public String toString() {
    return "%d %d %d %s".formatted(usage, selector, matching, hex);
  }
}
