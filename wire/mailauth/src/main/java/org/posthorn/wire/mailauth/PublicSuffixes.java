package org.posthorn.wire.mailauth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.DomainName;

/// The names below which anybody may have a domain, such as `com` and `co.uk` (RFC 7489 §3.2).
/// Immutable.
///
/// All of the list is used, also the part of private domains: customers of one host do not vouch
/// for each other. Rules in other scripts are made into A-labels only when a name has some, since
/// that takes the Unicode tables.
public final class PublicSuffixes {

  private static final String LIST = "public_suffix_list.dat";

  /// Names with A-labels, `*.` or `!` in front as in the list.
  private final Set<String> ascii;

  /// The same rules and those that are written with U-labels.
  private final Lazy all;

  private static final class Bundled {
    static final PublicSuffixes SUFFIXES = parse(read());
  }

  private PublicSuffixes(Set<String> ascii, Lazy all) {
    this.ascii = ascii;
    this.all = all;
  }

  /// The list that came with the program.
  public static PublicSuffixes bundled() {
    return Bundled.SUFFIXES;
  }

  private static String read() {
    try (var in = PublicSuffixes.class.getResourceAsStream(LIST)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the program's own files cannot be read", e);
    }
  }

  /// Reads a list as publicsuffix.org has it; lines that are no rules are left out.
  public static PublicSuffixes parse(String list) {
    var ascii = new HashSet<String>();
    var others = new HashSet<String>();
    for (var line : (Iterable<String>) list.lines()::iterator) {
      var rule = line.strip();
      if (rule.isEmpty() || rule.startsWith("//")) continue;
      (rule.chars().allMatch(c -> c < 0x80) ? ascii : others).add(rule);
    }
    return new PublicSuffixes(Set.copyOf(ascii), new Lazy(List.copyOf(others)));
  }

  /// Rules that are made into A-labels at the first need. Guarded by its own monitor.
  private static final class Lazy {
    private final List<String> written;
    private @Nullable Set<String> rules;

    Lazy(List<String> written) {
      this.written = written;
    }

    synchronized Set<String> rules() {
      var made = rules;
      if (made != null) return made;
      var set = new HashSet<String>();
      for (var rule : written) {
        var name = withALabels(rule);
        if (name != null) set.add(name);
      }
      made = Set.copyOf(set);
      rules = made;
      return made;
    }
  }

  /// Null for a rule that no name which is asked for can match.
  private static @Nullable String withALabels(String rule) {
    int marks = rule.startsWith("*.") ? 2 : rule.startsWith("!") ? 1 : 0;
    try {
      return rule.substring(0, marks) + DomainName.parse(rule.substring(marks)).ascii();
    } catch (AddressException e) {
      return null;
    }
  }

  private boolean has(String rule) {
    return ascii.contains(rule) || (rule.contains("xn--") && all.rules().contains(rule));
  }

  /// The longest public suffix of a name; for a top-level domain that nobody knows that domain.
  DnsName suffix(DnsName name) {
    for (var at = name; !at.text().isEmpty(); at = Objects.requireNonNull(at.parent())) {
      var parent = Objects.requireNonNull(at.parent());
      if (has("!" + at.text())) return parent;
      if (has(at.text()) || parent.text().isEmpty() || has("*." + parent.text())) return at;
    }
    return name;
  }

  /// The name's organizational domain: the public suffix and one label more. Null for a public
  /// suffix and the root, which belong to no organization.
  public @Nullable DnsName organizationalDomain(DnsName name) {
    var suffix = suffix(name);
    DnsName below = null;
    for (var at = name; !at.equals(suffix); at = Objects.requireNonNull(at.parent())) below = at;
    return below;
  }

  /// Whether both belong to one organization (RFC 7489 §3.1, relaxed).
  public boolean sameOrganization(DnsName one, DnsName other) {
    if (one.equals(other)) return true;
    var organization = organizationalDomain(one);
    return organization != null && organization.equals(organizationalDomain(other));
  }
}
