package org.posthorn.wire.dns;

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

  private static String canonical(String text) {
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
