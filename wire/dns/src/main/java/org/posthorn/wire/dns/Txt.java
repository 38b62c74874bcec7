package org.posthorn.wire.dns;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// A text record: strings of up to 255 octets, each octet a character (ISO 8859-1), so that nothing
/// is lost.
public record Txt(List<String> strings) {

  public Txt {
    strings = List.copyOf(strings);
  }

  public Txt(String text) {
    this(List.of(text));
  }

  /// The strings without anything between them, as SPF, DKIM, DMARC and others read them (RFC 7208
  /// §3.3).
  public String joined() {
    return String.join("", strings);
  }

  /// The same, read as UTF-8.
  public String joinedUtf8() {
    return new String(joined().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
