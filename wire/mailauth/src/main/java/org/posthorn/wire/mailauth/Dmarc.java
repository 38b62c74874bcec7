package org.posthorn.wire.mailauth;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.dns.Dns;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.dns.Lookup;
import org.posthorn.wire.dns.Txt;
import org.posthorn.wire.mailauth.DmarcVerdict.Result;

/// Whether a message is from whom its From field names, and what that domain wants if not (RFC
/// 7489). Any thread may ask.
public final class Dmarc {

  /// Destinations of reports outside of the domain that are asked whether they want them.
  private static final int MAX_DESTINATIONS = 10;

  private final Dns dns;
  private final PublicSuffixes suffixes;
  private final RandomGenerator random;

  /// @param random decides who is spared by `pct`
  public Dmarc(Dns dns, PublicSuffixes suffixes, RandomGenerator random) {
    this.dns = dns;
    this.suffixes = suffixes;
    this.random = random;
  }

  /// The verdict on a message. Of several authors' domains the strictest wins (RFC 7489 §6.6.1).
  ///
  /// @param spf for the reverse-path, not for HELO; null if it was not checked
  public DmarcVerdict evaluate(
      DmarcAuthors authors, @Nullable SpfVerdict spf, List<DkimVerdict> dkim) {
    var problem = authors.problem();
    if (problem != null) return DmarcVerdict.without(Result.PERMERROR, null, problem);
    DmarcVerdict strictest = null;
    for (var author : authors.domains()) {
      var verdict = evaluate(author, spf, dkim);
      if (strictest == null || severity(verdict) > severity(strictest)) strictest = verdict;
    }
    return Objects.requireNonNull(strictest);
  }

  private static int severity(DmarcVerdict verdict) {
    return switch (verdict.result()) {
      case PASS -> 0;
      case NONE -> 1;
      case PERMERROR -> 2;
      case TEMPERROR -> 3;
      case FAIL ->
          switch (verdict.disposition()) {
            case NONE -> 4;
            case QUARANTINE -> 5;
            case REJECT -> 6;
          };
    };
  }

  /// A record and where it was found.
  private record Policy(DnsName domain, DmarcRecord record) {}

  private static final class Unavailable extends Exception {
    @Override
    public Throwable fillInStackTrace() {
      return this;
    }
  }

  private DmarcVerdict evaluate(DnsName author, @Nullable SpfVerdict spf, List<DkimVerdict> dkim) {
    Policy policy;
    try {
      policy = policy(author);
    } catch (Unavailable e) {
      return DmarcVerdict.without(Result.TEMPERROR, author, "the policy is not to be had now");
    }
    if (policy == null)
      return DmarcVerdict.without(Result.NONE, author, author + " has no DMARC record");
    var record = policy.record();
    var requested = policy.domain().equals(author) ? record.policy() : record.subdomainPolicy();
    boolean dkimAligned =
        dkim.stream().anyMatch(it -> it.isPass() && isAligned(author, it, record));
    boolean spfAligned = spf != null && spf.isPass() && isAligned(author, spf, record);
    var result = result(dkimAligned || spfAligned, isUnsure(author, spf, dkim, record));
    return new DmarcVerdict(
        result,
        author,
        policy.domain(),
        record,
        requested,
        result == Result.FAIL ? disposition(requested, record) : DmarcPolicy.NONE,
        dkimAligned,
        spfAligned,
        detail(result, author));
  }

  private static Result result(boolean isAligned, boolean isUnsure) {
    if (isAligned) return Result.PASS;
    return isUnsure ? Result.TEMPERROR : Result.FAIL;
  }

  private static String detail(Result result, DnsName author) {
    return switch (result) {
      case PASS -> "an aligned identifier passed for " + author;
      case FAIL -> "no aligned identifier passed for " + author;
      case TEMPERROR -> "an aligned identifier could not be checked for " + author;
      case NONE, PERMERROR -> "no policy for " + author;
    };
  }

  /// RFC 7489 §6.6.2: what failed only for now is no failure. An identifier that would not have
  /// helped anyway does not count, or else anybody could stay unsure for ever.
  private boolean isUnsure(
      DnsName author, @Nullable SpfVerdict spf, List<DkimVerdict> dkim, DmarcRecord record) {
    if (spf != null && spf.result() == SpfResult.TEMPERROR && isAligned(author, spf, record))
      return true;
    return dkim.stream()
        .anyMatch(it -> it.result() == DkimResult.TEMPERROR && isAligned(author, it, record));
  }

  private boolean isAligned(DnsName author, DkimVerdict verdict, DmarcRecord record) {
    return isAligned(author, verdict.domain(), record.dkim());
  }

  private boolean isAligned(DnsName author, SpfVerdict verdict, DmarcRecord record) {
    return verdict.identity() == SpfIdentity.MAIL_FROM
        && isAligned(author, DnsName.parse(verdict.domain()), record.spf());
  }

  private boolean isAligned(DnsName author, @Nullable DnsName domain, DmarcAlignment alignment) {
    if (domain == null) return false;
    return switch (alignment) {
      case STRICT -> domain.equals(author);
      case RELAXED -> suffixes.sameOrganization(domain, author);
    };
  }

  private DmarcPolicy disposition(DmarcPolicy requested, DmarcRecord record) {
    boolean isSelected = record.percent() == 100 || random.nextInt(100) < record.percent();
    return isSelected ? requested : requested.milder();
  }

  /// RFC 7489 §6.6.3.
  private @Nullable Policy policy(DnsName author) throws Unavailable {
    var own = records(author);
    if (!own.isEmpty()) return single(author, own);
    var organization = suffixes.organizationalDomain(author);
    if (organization == null || organization.equals(author)) return null;
    return single(organization, records(organization));
  }

  private static @Nullable Policy single(DnsName domain, List<String> records) {
    var record = records.size() == 1 ? DmarcRecord.parse(records.getFirst()) : null;
    return record == null ? null : new Policy(domain, record);
  }

  private List<String> records(DnsName domain) throws Unavailable {
    var name = domain.below("_dmarc");
    if (name == null) return List.of();
    var lookup = dns.txt(name);
    if (lookup instanceof Lookup.Failed) throw new Unavailable();
    return lookup.records().stream()
        .map(Txt::joined)
        .filter(it -> DmarcRecord.tags(it) != null)
        .toList();
  }

  /// Where aggregate reports on a domain may be sent: addresses of the same organization, and
  /// others that say that they want them (RFC 7489 §7.1). What cannot be asked now is left out.
  public List<DmarcUri> aggregateAddresses(DnsName policyDomain, DmarcRecord record) {
    return allowed(policyDomain, record.aggregate(), "rua");
  }

  /// The same for reports on single messages.
  public List<DmarcUri> failureAddresses(DnsName policyDomain, DmarcRecord record) {
    return allowed(policyDomain, record.failure(), "ruf");
  }

  private List<DmarcUri> allowed(DnsName policyDomain, List<DmarcUri> uris, String tag) {
    var allowed = new ArrayList<DmarcUri>();
    int asked = 0;
    for (var uri : uris) {
      var host = DnsName.parse(uri.address().domain().ascii());
      if (host == null || uri.address().domain().isLiteral()) continue;
      if (suffixes.sameOrganization(host, policyDomain)) allowed.add(uri);
      else if (++asked <= MAX_DESTINATIONS) allowed.addAll(elsewhere(policyDomain, host, uri, tag));
    }
    return allowed.stream().distinct().toList();
  }

  private List<DmarcUri> elsewhere(DnsName policyDomain, DnsName host, DmarcUri uri, String tag) {
    var name = host.below(policyDomain + "._report._dmarc");
    if (name == null) return List.of();
    for (var text : dns.txt(name).records()) {
      var tags = DmarcRecord.tags(text.joined());
      if (tags == null) continue;
      if (!tags.containsKey(tag)) return List.of(uri);
      var others = DmarcUri.list(tags.get(tag));
      boolean stays =
          others.stream().allMatch(it -> it.address().domain().ascii().equals(host.text()));
      return stays ? others : List.of();
    }
    return List.of();
  }
}
