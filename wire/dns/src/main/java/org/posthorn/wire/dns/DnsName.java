package org.posthorn.wire.dns;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A fully qualified name to ask DNS for: ASCII (A-labels), lower case, without the dot at the end;
/// the root is the empty text. Labels may hold any visible ASCII character, since `_dmarc` and
/// worse are real.
///
/// Refused: more than 253 octets, empty labels, labels of more than 63 octets, anything but visible
/// ASCII (RFC 1035 §2.3.4, RFC 2181 §11).
public record DnsName(String text) {

  public static final int MAX_OCTETS = 253;
  public static final int MAX_LABEL_OCTETS = 63;
  public static final DnsName ROOT = new DnsName("");

  /// Throws `IllegalArgumentException` for text that [#parse] would refuse; upper case and a dot at
  /// the end are put right.
  public DnsName {
    text = canonical(text);
    var fault = fault(text);
    if (fault != null) throw new IllegalArgumentException(fault + ": " + text);
  }

  /// Null for text that is no name.
  public static @Nullable DnsName parse(String text) {
    return fault(canonical(text)) == null ? new DnsName(text) : null;
  }

  /// Where the names of an address are asked for: the octets of an IPv4 address below
  /// `in-addr.arpa` (RFC 1035 §3.5), the nibbles of an IPv6 address below `ip6.arpa` (RFC 3596
  /// §2.5), last first.
  public static DnsName reverse(InetAddress address) {
    var octets = address.getAddress();
    var text = new StringBuilder();
    for (var i = octets.length - 1; i >= 0; i--) {
      var octet = octets[i] & 0xff;
      if (octets.length == 4) text.append(octet).append('.');
      else
        text.append(Character.forDigit(octet & 0xf, 16))
            .append('.')
            .append(Character.forDigit(octet >> 4, 16))
            .append('.');
    }
    return new DnsName(text.append(octets.length == 4 ? "in-addr.arpa" : "ip6.arpa").toString());
  }

  /// The labels, leftmost first; none for the root.
  public List<String> labels() {
    return text.isEmpty() ? List.of() : List.of(text.split("\\."));
  }

  /// This name below `label` (which may be several, such as `_25._tcp`), or null if that would be
  /// too long to ask for.
  public @Nullable DnsName below(String label) {
    return parse(text.isEmpty() ? label : label + "." + text);
  }

  /// The name without its first label; null for the root.
  public @Nullable DnsName parent() {
    if (text.isEmpty()) return null;
    var dot = text.indexOf('.');
    return dot < 0 ? ROOT : new DnsName(text.substring(dot + 1));
  }

  /// Whether this is `other` or below it.
  public boolean isWithin(DnsName other) {
    return other.text.isEmpty() || text.equals(other.text) || text.endsWith("." + other.text);
  }

  /// This name and those above it, the root left out.
  public List<DnsName> andParents() {
    var names = new ArrayList<DnsName>();
    for (var name = this; name != null && !name.text.isEmpty(); name = name.parent())
      names.add(name);
    return List.copyOf(names);
  }

  @Override
  public String toString() {
    return text.isEmpty() ? "." : text;
  }

  /// Text with other characters stays as it is, to be refused: a Kelvin sign has a lower case that
  /// is ASCII.
  private static String canonical(String text) {
    if (!text.chars().allMatch(c -> c < 0x80)) return text;
    var lower = text.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  private static @Nullable String fault(String text) {
    if (text.isEmpty()) return null;
    if (text.length() > MAX_OCTETS) return "a name of more than 253 octets";
    var start = 0;
    for (var i = 0; i <= text.length(); i++) {
      if (i < text.length() && text.charAt(i) != '.') {
        if (text.charAt(i) <= ' ' || text.charAt(i) >= 0x7f) return "not visible ASCII";
        continue;
      }
      if (i == start) return "an empty label";
      if (i - start > MAX_LABEL_OCTETS) return "a label of more than 63 octets";
      start = i + 1;
    }
    return null;
  }
}
