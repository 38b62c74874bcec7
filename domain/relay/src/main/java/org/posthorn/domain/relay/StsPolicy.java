package org.posthorn.domain.relay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.dns.DnsName;

/// What a domain publishes about TLS with its mail exchangers (RFC 8461 §3.2).
///
/// @param patterns names of hosts, or `*.` and a name; none only in mode `NONE`
public record StsPolicy(Mode mode, Duration maxAge, List<String> patterns) {

  /// The most octets of a policy that are looked at (RFC 8461 §3.3).
  public static final int MAX_OCTETS = 64 * 1024;

  /// RFC 8461 §3.2: a year, 31,557,600 seconds.
  public static final Duration MAX_AGE = Duration.ofHours(8766);

  public enum Mode {
    ENFORCE,
    TESTING,
    NONE
  }

  public StsPolicy {
    patterns = List.copyOf(patterns);
    if (maxAge.isNegative() || maxAge.compareTo(MAX_AGE) > 0)
      throw new IllegalArgumentException("max_age " + maxAge);
    if (patterns.isEmpty() && mode != Mode.NONE) throw new IllegalArgumentException("no mx");
  }

  /// Whether a mail exchanger is one of the domain's (RFC 8461 §4.1).
  public boolean covers(DnsName host) {
    return patterns.stream().anyMatch(pattern -> ServerNames.matches(pattern, host));
  }

  /// Parses a policy as it was fetched; null for what is none.
  ///
  /// ```
  /// sts-policy-record = sts-policy-field *WSP *(sts-policy-term sts-policy-field *WSP)
  ///                     [sts-policy-term]
  /// ```
  public static @Nullable StsPolicy parse(String text) {
    if (text.length() > MAX_OCTETS) return null;
    var single = new HashMap<String, String>();
    var patterns = new ArrayList<String>();
    for (var line : text.split("\r?\n", -1)) {
      // COMPAT(many policies, 2026-11): empty lines at the end.
      if (line.isBlank()) continue;
      int colon = line.indexOf(':');
      if (colon < 1) return null;
      var name = line.substring(0, colon);
      var value = line.substring(colon + 1).strip();
      if (!name.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,31}") || value.isEmpty()) return null;
      if (!name.equals("mx")) single.putIfAbsent(name, value);
      else if (isPattern(value)) patterns.add(value.toLowerCase(Locale.ROOT));
      else return null;
    }
    return of(single, patterns);
  }

  private static boolean isPattern(String value) {
    var name = value.startsWith("*.") ? value.substring(2) : value;
    return !name.isEmpty() && DnsName.parse(name) != null && name.indexOf('*') < 0;
  }

  private static @Nullable StsPolicy of(HashMap<String, String> single, List<String> patterns) {
    var mode = mode(single.getOrDefault("mode", ""));
    var maxAge = single.getOrDefault("max_age", "");
    if (!"STSv1".equals(single.get("version")) || mode == null) return null;
    if (!maxAge.matches("[0-9]{1,10}") || (patterns.isEmpty() && mode != Mode.NONE)) return null;
    long seconds = Math.min(Long.parseLong(maxAge), MAX_AGE.toSeconds());
    return new StsPolicy(mode, Duration.ofSeconds(seconds), patterns);
  }

  private static @Nullable Mode mode(String value) {
    return switch (value) {
      case "enforce" -> Mode.ENFORCE;
      case "testing" -> Mode.TESTING;
      case "none" -> Mode.NONE;
      default -> null;
    };
  }
}
