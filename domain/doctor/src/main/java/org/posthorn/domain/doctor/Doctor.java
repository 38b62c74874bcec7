package org.posthorn.domain.doctor;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.posthorn.domain.relay.StsFetch;
import org.posthorn.wire.dns.Dns;
import org.posthorn.wire.mailauth.Dmarc;
import org.posthorn.wire.mailauth.PublicSuffixes;

/// Has every check done, all at the same time, and no longer than it was told. Any thread may call.
public final class Doctor {

  /// Checks under way at a time: name servers and other hosts are asked by each.
  private static final int AT_ONCE = 100;

  private final Dns dns;
  private final StsFetch fetch;
  private final Network network;
  private final InstantSource clock;
  private final Dmarc dmarc;

  /// @param random for DMARC, which is never asked for a verdict here
  public Doctor(
      Dns dns, StsFetch fetch, Network network, InstantSource clock, RandomGenerator random) {
    this.dns = dns;
    this.fetch = fetch;
    this.network = network;
    this.clock = clock;
    this.dmarc = new Dmarc(dns, PublicSuffixes.bundled(), random);
  }

  /// One piece of work.
  private record Check(Topic topic, Supplier<List<Finding>> work) {}

  /// Everything, in the order in which it is to be read: the machine first, then domain by domain.
  ///
  /// @param limit for all of it; what takes longer is named as not checked
  public List<Finding> examine(Site site, List<HostedDomain> domains, Duration limit) {
    var checks = new ArrayList<Check>();
    checks.add(new Check(ResolverCheck.TOPIC, () -> ResolverCheck.run(site, dns)));
    var host = site.host().text();
    checks.add(new Check(new Topic("host", host), () -> HostCheck.run(site, dns)));
    checks.add(
        new Check(
            new Topic("certificate", host),
            () -> CertificateCheck.run(site, domains, dns, clock.instant())));
    checks.add(new Check(new Topic("dane", host), () -> DaneCheck.run(site, dns)));
    checks.add(new Check(new Topic("port", host), () -> PortCheck.incoming(site, dns, network)));
    checks.add(
        new Check(new Topic("port", "25 outgoing"), () -> PortCheck.outgoing(site, dns, network)));
    for (var domain : domains) checks.addAll(ofDomain(site, domain));
    return run(checks, limit);
  }

  private List<Check> ofDomain(Site site, HostedDomain domain) {
    var name = domain.name().text();
    return List.of(
        new Check(new Topic("mx", name), () -> MxCheck.run(site, domain, dns)),
        new Check(new Topic("spf", name), () -> SpfCheck.run(site, domain, dns, clock)),
        new Check(new Topic("dkim", name), () -> DkimCheck.run(domain, dns)),
        new Check(new Topic("dmarc", name), () -> DmarcCheck.run(domain, dns, dmarc)),
        new Check(new Topic("mta-sts", name), () -> StsCheck.run(site, domain, dns, fetch)),
        new Check(new Topic("tlsrpt", name), () -> TlsReportCheck.run(domain, dns)),
        new Check(new Topic("srv", name), () -> ServiceCheck.run(site, domain, dns)));
  }

  private static List<Finding> run(List<Check> checks, Duration limit) {
    var due = System.nanoTime() + limit.toNanos();
    var permits = new Semaphore(AT_ONCE);
    var findings = new ArrayList<Finding>();
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      var running = new ArrayList<Future<List<Finding>>>();
      for (var check : checks)
        running.add(
            threads.submit(() -> {
              permits.acquire();
              try {
                return check.work().get();
              } finally {
                permits.release();
              }
            }));
      for (int i = 0; i < checks.size(); i++)
        findings.addAll(result(checks.get(i).topic(), running.get(i), due));
      return List.copyOf(findings);
    } finally {
      // What is late hears an interrupt, and nobody waits for it.
      threads.shutdownNow();
    }
  }

  private static List<Finding> result(Topic topic, Future<List<Finding>> check, long due) {
    try {
      return check.get(Math.max(0, due - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return List.of(late(topic));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return List.of(late(topic));
    } catch (ExecutionException e) {
      throw new IllegalStateException("the check " + topic + " failed", e.getCause());
    }
  }

  private static Finding late(Topic topic) {
    return topic.hint(
        "The time was over before this was checked.",
        "Somebody who was asked takes long to answer, or there are many domains.",
        "posthorn doctor DOMAIN   # only one domain");
  }
}
