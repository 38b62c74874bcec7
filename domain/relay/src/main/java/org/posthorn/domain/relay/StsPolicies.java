package org.posthorn.domain.relay;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.dns.Dns;
import org.posthorn.wire.dns.DnsName;

/// Finds the MTA-STS policy of a domain: from the cache, or fetched because a record announces a
/// new one (RFC 8461 §3.3, §5.1). Thread-safe; no lock is held while something is fetched.
public final class StsPolicies {

  /// How old a policy may get before it is fetched again although its id is the same (§3.3).
  public static final Duration REFRESH = Duration.ofDays(1);

  /// How long nothing is fetched for an id whose policy could not be had (§3.3).
  public static final Duration PAUSE = Duration.ofMinutes(5);

  /// Failures that are remembered.
  private static final int MAX_FAILURES = 10_000;

  private final Dns dns;
  private final StsFetch fetch;
  private final StsCache cache;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Instant> failures =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > MAX_FAILURES;
        }
      };

  public StsPolicies(Dns dns, StsFetch fetch, StsCache cache, InstantSource clock) {
    this.dns = dns;
    this.fetch = fetch;
    this.cache = cache;
    this.clock = clock;
  }

  /// The policy that holds for a domain now; null when there is none or its mode is `none`.
  public @Nullable StsPolicy policy(DnsName domain, RelayTrace trace) {
    var policy = current(domain, trace);
    return policy == null || policy.mode() == StsPolicy.Mode.NONE ? null : policy;
  }

  /// Fetches the policies again that are in use and older than a day, whatever DNS says, so that
  /// whoever hinders the fetching has to do it for as long as they are valid (RFC 8461 §10.2).
  ///
  /// @return domains whose policies could not be had again, which an administrator should know
  public List<DnsName> refresh(StsStore store) {
    var failed = new ArrayList<DnsName>();
    for (var domain : store.stale()) {
      var known = store.peek(domain);
      if (known == null) continue;
      var fresh = fetched(domain, new StsRecord(known.id()), known, RelayTrace.NONE);
      // Whoever takes his policy back by mode none is left alone.
      if (fresh == null && known.policy().mode() != StsPolicy.Mode.NONE) failed.add(domain);
    }
    return failed;
  }

  private @Nullable StsPolicy current(DnsName domain, RelayTrace trace) {
    var now = clock.instant();
    var found = cache.find(domain);
    var known = found != null && found.isValid(now) ? found : null;
    var old = known == null ? null : known.policy();
    var name = domain.below(StsRecord.LABEL);
    var record = name == null ? null : StsRecord.among(dns.txt(name).records());
    if (record == null) return old;
    if (known != null
        && known.id().equals(record.id())
        && now.isBefore(known.fetched().plus(REFRESH))) return old;
    if (isPausing(domain, record, now)) return old;
    var fresh = fetched(domain, record, known, trace);
    return fresh == null ? old : fresh;
  }

  private @Nullable StsPolicy fetched(
      DnsName domain, StsRecord record, StsCache.@Nullable Entry known, RelayTrace trace) {
    var host = domain.below("mta-sts");
    var answer =
        host == null
            ? new StsFetch.Fetched.Failed("the policy host's name is too long")
            : fetch.fetch(host);
    if (answer instanceof StsFetch.Fetched.Body(var type, var text) && isText(type)) {
      var policy = StsPolicy.parse(text);
      if (policy != null) {
        cache.put(domain, new StsCache.Entry(policy, record.id(), clock.instant()));
        return policy;
      }
    }
    var failure =
        switch (answer) {
          case StsFetch.Fetched.Body(var type, var _) ->
              new TlsAttempt.Outcome(
                  TlsResult.STS_POLICY_INVALID, isText(type) ? "not a policy" : "not text/plain");
          case StsFetch.Fetched.NotTrusted(var detail) ->
              new TlsAttempt.Outcome(TlsResult.STS_WEBPKI_INVALID, Plain.text(detail));
          case StsFetch.Fetched.Failed(var detail) ->
              new TlsAttempt.Outcome(TlsResult.STS_POLICY_FETCH_ERROR, Plain.text(detail));
        };
    pause(domain, record);
    // RFC 8461 §6: whoever takes his policy back by mode none is left alone.
    if (known == null || known.policy().mode() != StsPolicy.Mode.NONE)
      trace.tls(
          new TlsAttempt(
              domain.text(),
              ReportedPolicy.unread(TlsAttempt.PolicyType.STS),
              null,
              null,
              null,
              failure));
    return null;
  }

  /// RFC 8461 §3.2: parameters are ignored. Who sends no type at all is believed.
  private static boolean isText(String contentType) {
    var type = contentType.split(";", 2)[0].strip();
    return type.isEmpty() || type.equalsIgnoreCase("text/plain");
  }

  private boolean isPausing(DnsName domain, StsRecord record, Instant now) {
    lock.lock();
    try {
      var failed = failures.get(key(domain, record));
      return failed != null && now.isBefore(failed.plus(PAUSE));
    } finally {
      lock.unlock();
    }
  }

  private void pause(DnsName domain, StsRecord record) {
    lock.lock();
    try {
      // Taken out first, so that the eldest is the one that failed longest ago.
      failures.remove(key(domain, record));
      failures.put(key(domain, record), clock.instant());
    } finally {
      lock.unlock();
    }
  }

  private static String key(DnsName domain, StsRecord record) {
    return record.id() + " " + domain.text();
  }
}
