package org.posthorn.wire.mailauth;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A domain's DMARC record (RFC 7489 §6.3). Errors after the policy fall back to defaults, as §6.3
/// wants.
///
/// @param subdomainPolicy `sp`, or what `p` says
/// @param percent of the mail that the policy is for
/// @param aggregate where daily reports go
/// @param failure where reports on single messages go
/// @param failureOptions `fo` as written, `0` if it does not say
/// @param intervalSeconds between two aggregate reports
public record DmarcRecord(
    DmarcPolicy policy,
    DmarcPolicy subdomainPolicy,
    DmarcAlignment dkim,
    DmarcAlignment spf,
    int percent,
    List<DmarcUri> aggregate,
    List<DmarcUri> failure,
    String failureOptions,
    long intervalSeconds) {

  private static final int MAX_OCTETS = 8_192;
  private static final int MAX_TAGS = 100;
  private static final long DAY_SECONDS = 86_400;

  public DmarcRecord {
    aggregate = List.copyOf(aggregate);
    failure = List.copyOf(failure);
    if (percent < 0 || percent > 100) throw new IllegalArgumentException("not a percentage");
  }

  /// Null for text that asks for nothing: no DMARC record, or one without a policy and without an
  /// address to report to (RFC 7489 §6.6.3).
  public static @Nullable DmarcRecord parse(String text) {
    var tags = tags(text);
    if (tags == null) return null;
    var aggregate = DmarcUri.list(tags.get("rua"));
    var policy = DmarcPolicy.parse(tags.get("p"));
    var subdomains = tags.containsKey("sp") ? DmarcPolicy.parse(tags.get("sp")) : policy;
    if (policy == null || subdomains == null) {
      if (aggregate.isEmpty()) return null;
      policy = subdomains = DmarcPolicy.NONE;
    }
    int percent = Digits.number(tags.getOrDefault("pct", "100"), 3);
    long interval = Digits.longNumber(tags.getOrDefault("ri", "86400"), 10);
    return new DmarcRecord(
        policy,
        subdomains,
        alignment(tags.get("adkim")),
        alignment(tags.get("aspf")),
        percent < 0 || percent > 100 ? 100 : percent,
        aggregate,
        DmarcUri.list(tags.get("ruf")),
        failureOptions(tags.getOrDefault("fo", "0")),
        interval < 1 ? DAY_SECONDS : interval);
  }

  /// The tags of a record that starts with `v=DMARC1`; null for others. Empty and malformed tags
  /// are left out, of several with one name the first counts.
  static @Nullable Map<String, String> tags(String text) {
    if (text.length() > MAX_OCTETS) return null;
    var tags = new HashMap<String, String>();
    var specs = text.split(";", MAX_TAGS);
    for (int i = 0; i < specs.length; i++) {
      int equals = specs[i].indexOf('=');
      var name = equals < 0 ? "" : specs[i].substring(0, equals).strip();
      var value = specs[i].substring(equals + 1).strip();
      if (i == 0 && !(name.equals("v") && value.equals("DMARC1"))) return null;
      if (!name.isEmpty()) tags.putIfAbsent(name, value);
    }
    return tags;
  }

  private static DmarcAlignment alignment(@Nullable String text) {
    return "s".equalsIgnoreCase(text) ? DmarcAlignment.STRICT : DmarcAlignment.RELAXED;
  }

  private static String failureOptions(String text) {
    for (var option : TagList.items(text))
      if (option.length() != 1 || "01ds".indexOf(option.charAt(0)) < 0) return "0";
    return TagList.compacted(text);
  }
}
