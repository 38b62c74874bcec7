package org.posthorn.platform.dns;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.dns.DnsName;
import org.xbill.DNS.Name;

/// Between our names and those of dnsjava. Octet by octet and never through dnsjava's text form,
/// where a backslash means something.
final class Names {
  private Names() {}

  static Name toWire(DnsName name) {
    var octets = new byte[name.text().isEmpty() ? 1 : name.text().length() + 2];
    var at = 0;
    for (var label : name.labels()) {
      octets[at++] = (byte) label.length();
      for (var i = 0; i < label.length(); i++) octets[at++] = (byte) label.charAt(i);
    }
    try {
      return new Name(octets);
    } catch (IOException e) {
      throw new IllegalStateException("a name was checked when it was made: " + name, e);
    }
  }

  /// Null for names that we do not take: a dot or an invisible octet inside a label.
  static @Nullable DnsName fromWire(Name name) {
    if (name.equals(Name.root)) return DnsName.ROOT;
    var text = new StringBuilder();
    for (var i = 0; i < name.labels(); i++) {
      var label = name.getLabel(i);
      var characters = new String(label, 1, label.length - 1, ISO_8859_1);
      if (characters.indexOf('.') >= 0) return null;
      if (i > 0 && !characters.isEmpty()) text.append('.');
      text.append(characters);
    }
    return DnsName.parse(text.toString());
  }
}
