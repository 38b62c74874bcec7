package org.posthorn.app;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.posthorn.app.AdminRequest.CreateAuthority;
import org.posthorn.app.AdminRequest.Examine;
import org.posthorn.app.AdminRequest.IssueCertificate;
import org.posthorn.app.AdminRequest.ListRecords;
import org.posthorn.app.AdminRequest.ShowAuthority;
import org.posthorn.app.SiteAnswer.Examination;
import org.posthorn.app.SiteAnswer.OneFinding;
import org.posthorn.app.SiteAnswer.OneRecord;
import org.posthorn.app.SiteAnswer.RecordPage;
import org.posthorn.domain.directory.Domain;
import org.posthorn.domain.directory.DomainKey;
import org.posthorn.domain.doctor.Doctor;
import org.posthorn.domain.doctor.Finding;
import org.posthorn.domain.doctor.HostedDomain;
import org.posthorn.domain.doctor.MailZone;
import org.posthorn.domain.doctor.Site;
import org.posthorn.domain.doctor.ZoneRecord;
import org.posthorn.platform.storage.StorageException;
import org.posthorn.wire.dns.DnsName;

/// Answers what is asked about this installation as others see it. Any thread may call.
final class SiteAdministration {
  /// Within this somebody waits before a terminal.
  static final int MOST_SECONDS = 600;

  private final Store store;
  private final Supplier<Site> site;
  private final SecureRandom random;
  private final AuthorityAdministration authority;

  /// @param site is looked at anew for each request
  SiteAdministration(Store store, Supplier<Site> site, SecureRandom random) {
    this.store = store;
    this.site = site;
    this.random = random;
    this.authority = new AuthorityAdministration(store.folder(), store.clock(), random);
  }

  /// @throws AdminRefused when it cannot be answered, with the reason in words
  <R extends AdminAnswer> R answer(AdminRequest.OfSite<R> request) throws AdminRefused {
    try {
      return request
          .answer()
          .cast(
              switch (request) {
                case Examine r -> examine(r);
                case ListRecords r -> records(r);
                case CreateAuthority r -> authority.create(r);
                case ShowAuthority _ -> authority.show();
                case IssueCertificate r -> authority.issue(r);
              });
    } catch (StorageException e) {
      throw new AdminRefused(String.valueOf(e.getMessage()));
    }
  }

  private Examination examine(Examine request) throws AdminRefused {
    if (request.seconds() < 1 || request.seconds() > MOST_SECONDS)
      throw new AdminRefused(
          "The limit is from 1 to %d seconds, not %d.".formatted(MOST_SECONDS, request.seconds()));
    var domains = new ArrayList<HostedDomain>();
    for (var name : request.domains()) domains.add(find(name));
    if (request.domains().isEmpty())
      for (var domain : store.directory().domains().list())
        if (domain.settings().enabled()) domains.add(hosted(domain));
    // Who has just mended something does not want to hear what was before.
    store.dns().forget();
    var now = site.get();
    var findings = new ArrayList<Finding>(MachineChecks.run(store.folder()));
    try (var network = new TriedNetwork(store.clock(), random)) {
      // Others do not know the authorities that are trusted here.
      var fetch = PolicyFetch.trusting(List.of());
      var doctor = new Doctor(store.dns(), fetch, network, store.clock(), random);
      findings.addAll(doctor.examine(now, domains, Duration.ofSeconds(request.seconds())));
    }
    return new Examination(findings.stream().map(SiteAdministration::answer).toList());
  }

  private RecordPage records(ListRecords request) throws AdminRefused {
    var records = MailZone.of(site.get(), find(request.domain()), store.dns());
    return new RecordPage(records.stream().map(SiteAdministration::answer).toList());
  }

  private HostedDomain find(String name) throws AdminRefused {
    var wanted = Words.domain(name);
    for (var domain : store.directory().domains().list())
      if (domain.name().key().equals(wanted.key())) return hosted(domain);
    throw new AdminRefused(
        "%s is not one of our domains. To make it one: posthorn domain add %s"
            .formatted(wanted, wanted));
  }

  private HostedDomain hosted(Domain domain) {
    var keys = store.directory().dkimKeys().list(domain.name());
    return new HostedDomain(
        new DnsName(domain.name().ascii()), keys == null ? List.<DomainKey>of() : keys);
  }

  private static OneRecord answer(ZoneRecord record) {
    return new OneRecord(record.name().text(), record.type(), record.data(), record.zone());
  }

  private static OneFinding answer(Finding finding) {
    var check = finding.topic().check();
    var subject = finding.topic().subject();
    return switch (finding) {
      case Finding.Fine(var _, var what) ->
          new OneFinding("fine", check, subject, what, "", List.of());
      case Finding.Hint(var _, var what, var why, var mend) ->
          new OneFinding("hint", check, subject, what, why, mend);
      case Finding.Fault(var _, var what, var why, var mend) ->
          new OneFinding("fault", check, subject, what, why, mend);
    };
  }
}
