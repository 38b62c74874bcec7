package org.posthorn.domain.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posthorn.domain.directory.DomainKey;
import org.posthorn.domain.doctor.Network.Answer;
import org.posthorn.domain.doctor.Site.Served;
import org.posthorn.domain.relay.StsFetch;
import org.posthorn.testing.testkit.FakeDns;
import org.posthorn.testing.testkit.ManualClock;
import org.posthorn.testing.testkit.TestRandom;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.dns.RecordType;

/// Each fault on its own, in an installation that has no other.
class DoctorTest {
  private final Patient patient = new Patient();

  private void assertIll(String check, String... beginnings) {
    var ills = patient.ills(check);
    assertThat(ills).as(check).hasSize(beginnings.length);
    for (int i = 0; i < beginnings.length; i++) assertThat(ills.get(i)).startsWith(beginnings[i]);
  }

  @Test
  void whoever_is_in_good_health_hears_nothing_else() {
    assertThat(patient.findings()).isNotEmpty().allMatch(Finding.Fine.class::isInstance);
    assertThat(patient.findings().stream().map(it -> it.topic().check()))
        .contains("resolver", "dnssec", "address", "certificate", "dane", "port")
        .contains("mx", "spf", "dkim", "dmarc", "mta-sts", "tlsrpt", "srv");
  }

  @Test
  void every_ill_says_why_it_matters_and_what_mends_it() {
    patient.dns.remove("example.org").remove("_dmarc.example.org").remove("mail.example.org");
    patient.keys.clear();
    patient.certificates.clear();
    patient.answers.clear();
    assertThat(patient.findings())
        .filteredOn(Finding.Fault.class::isInstance)
        .map(Finding.Fault.class::cast)
        .hasSizeGreaterThan(5)
        .allSatisfy(fault -> {
          assertThat(fault.why()).endsWith(".");
          assertThat(fault.mend()).isNotEmpty();
        });
  }

  @Test
  void a_resolver_that_drops_a_type_is_named_with_the_type() {
    patient.dns.add("mail.example.org TLSA FAILS TYPE_DROPPED");
    assertIll("resolver", "FAULT The name servers do not answer questions of type [TLSA]");
  }

  @Test
  void a_resolver_that_says_nothing_is_one_fault() {
    patient.dns.add("mail.example.org FAILS TIMEOUT", "127.0.0.1 FAILS TIMEOUT");
    assertIll("resolver", "FAULT No name server answers (A: TIMEOUT");
    assertThat(patient.ills("dnssec")).isEmpty();
  }

  @Test
  void a_resolver_that_does_not_validate_costs_dane() {
    var bare = new Patient();
    var site = bare.site();
    var plain = FakeDns.of("mail.example.org A 198.51.100.7");
    plain.add("127.0.0.1 PTR localhost");
    assertThat(ResolverCheck.run(site, plain))
        .filteredOn(Finding.Hint.class::isInstance)
        .singleElement()
        .satisfies(it -> assertThat(it.topic().check()).isEqualTo("dnssec"));
  }

  @Test
  void a_host_without_an_address_gets_the_record_to_publish() {
    patient.dns.remove("mail.example.org");
    assertIll("host", "FAULT mail.example.org has no address in DNS.");
    assertThat(patient.mends("host")).containsExactly("mail.example.org. IN A 198.51.100.7");
  }

  @Test
  void a_host_that_is_an_alias_is_a_fault() {
    patient.dns.remove("mail.example.org");
    patient.dns.add("mail.example.org CNAME vm.example.net", "vm.example.net A 198.51.100.7");
    assertIll("host", "FAULT mail.example.org is an alias of vm.example.net");
    assertIll("mx", "FAULT The MX mail.example.org of example.org is an alias");
  }

  @Test
  void a_private_address_in_dns_is_a_fault() {
    patient.dns.remove("mail.example.org").add("mail.example.org A 192.168.1.5");
    assertIll("address", "FAULT mail.example.org leads to 192.168.1.5");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fd00::1     | true
          fe80::1     | true
          ::1         | true
          10.1.2.3    | true
          172.20.0.1  | true
          198.51.100.7| false
          2001:db8::1 | false
          """)
  void what_the_internet_does_not_reach_is_private(String address, boolean isPrivate) {
    assertThat(HostAddresses.isPrivate(InetAddress.ofLiteral(address))).isEqualTo(isPrivate);
  }

  @Test
  void an_address_without_a_name_gets_the_reverse_record() {
    patient.dns.remove("7.100.51.198.in-addr.arpa");
    assertIll("address", "FAULT 198.51.100.7 has no name in DNS.");
    assertThat(patient.mends("address").getFirst())
        .startsWith("7.100.51.198.in-addr.arpa. IN PTR mail.example.org.");
  }

  @Test
  void a_name_that_does_not_lead_back_is_a_fault_and_another_one_is_not() {
    patient.dns.remove("7.100.51.198.in-addr.arpa").add("198.51.100.7 PTR pool.example.net");
    assertIll("address", "FAULT 198.51.100.7 has the name pool.example.net, which does not");
    patient.dns.add("pool.example.net A 198.51.100.7");
    assertIll("address", "HINT 198.51.100.7 has the name pool.example.net, not mail.example.org");
  }

  @Test
  void mail_that_leaves_from_elsewhere_is_seen() {
    patient.sources.add(InetAddress.ofLiteral("198.51.100.8"));
    assertIll("host", "FAULT Mail leaves from 198.51.100.8, and mail.example.org does not");
    assertIll("spf", "FAULT example.org does not let 198.51.100.8 send");
    assertThat(patient.mends("spf"))
        .containsExactly("example.org. IN TXT \"v=spf1 ip4:198.51.100.8 mx -all\"");
  }

  @Test
  void a_domain_without_mx_gets_the_record() {
    patient.dns.remove("example.org").add("example.org TXT v=spf1 a:mail.example.org -all");
    assertIll("mx", "FAULT example.org has no MX record.");
    assertThat(patient.mends("mx")).containsExactly("example.org. IN MX 10 mail.example.org.");
  }

  @Test
  void mail_that_goes_elsewhere_is_a_fault_and_a_backup_is_a_hint() {
    patient.dns.add("example.org MX 20 backup.example.net", "backup.example.net A 203.0.113.9");
    assertIll("mx", "HINT Mail for example.org may also go to [backup.example.net]");
    patient.dns.remove("example.org");
    patient.dns.add("example.org MX 20 backup.example.net", "example.org TXT v=spf1 -all");
    assertIll("mx", "FAULT Mail for example.org goes to [backup.example.net] and not to");
  }

  @Test
  void an_mx_without_an_address_is_a_fault() {
    patient.dns.add("example.org MX 20 gone.example.org");
    assertIll("mx", "FAULT The MX gone.example.org of example.org has no address", "HINT Mail for");
  }

  @Test
  void a_null_mx_is_a_fault() {
    patient.dns.remove("example.org").add("example.org MX 0 .", "example.org TXT v=spf1 -all");
    assertIll("mx", "FAULT example.org says that it takes no mail");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          v=spf1 -all          | FAULT example.org does not let 198.51.100.7 send
          v=spf1 mx +all       | FAULT example.org lets everybody send
          v=spf1 mx frob -all  |
          v=spf1 frob mx -all  | FAULT The SPF record of example.org is wrong: an unknown mechanism
          v=spf2 mx            | FAULT example.org has no SPF record
          v=SPF1 mx ~all       |
          """)
  void an_spf_record_is_asked_what_it_says_of_us(String record, String ill) {
    patient.dns.remove("example.org");
    patient.dns.add("example.org MX 10 mail.example.org", "example.org TXT " + record);
    if (ill == null && !record.contains("frob")) assertIll("spf");
    else if (ill != null) assertIll("spf", ill);
    else assertIll("spf", "FAULT The SPF record of example.org is wrong");
  }

  @Test
  void two_spf_records_are_a_fault() {
    patient.dns.add("example.org TXT v=spf1 a -all");
    assertIll("spf", "FAULT example.org has 2 SPF records.");
  }

  @Test
  void who_sends_by_a_provider_hears_a_hint() {
    patient.hasOtherWays = true;
    patient.dns.remove("example.org");
    patient.dns.add("example.org MX 10 mail.example.org", "example.org TXT v=spf1 -all");
    assertIll("spf", "HINT example.org does not let 198.51.100.7 send");
  }

  @Test
  void a_domain_without_keys_is_told_to_make_some() {
    patient.keys.clear();
    assertIll("dkim", "FAULT example.org does not sign its mail.");
    assertThat(patient.mends("dkim").getFirst()).startsWith("posthorn dkim rotate example.org");
  }

  @Test
  void a_key_that_signs_and_is_not_published_is_a_fault_with_its_record() {
    patient.dns.remove("1.key._domainkey.example.org");
    assertIll("dkim", "FAULT DNS has no record at 1.key._domainkey.example.org");
    assertThat(patient.mends("dkim").getFirst())
        .startsWith("1.key._domainkey.example.org. IN TXT \"v=DKIM1; k=rsa; p=");
    patient.dns.add("1.key._domainkey.example.org TXT v=DKIM1; k=rsa; p=AAAA");
    assertIll("dkim", "FAULT DNS has another record at 1.key._domainkey.example.org");
  }

  @Test
  void a_key_that_waits_is_activated_when_dns_has_it() {
    patient.keys.set(0, Patient.key("1.key", DomainKey.State.PUBLISHED));
    assertThat(patient.mends("dkim")).containsExactly("posthorn dkim activate example.org 1.key");
    patient.dns.remove("1.key._domainkey.example.org");
    assertThat(patient.mends("dkim")).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          v=spf1 -all                 | FAULT example.org has no DMARC record
          v=DMARC1; p=nothing         | FAULT The DMARC record of example.org says nothing
          v=DMARC1; p=none            | HINT example.org asks for nothing to be done
          v=DMARC1; p=reject; rua=mailto:x@example.net | HINT Reports on example.org go to x@example.net
          """)
  void a_dmarc_record_is_read_as_receivers_do(String record, String ill) {
    patient.dns.remove("_dmarc.example.org").add("_dmarc.example.org TXT " + record);
    assertIll("dmarc", ill);
  }

  @Test
  void two_dmarc_records_are_a_fault() {
    patient.dns.add("_dmarc.example.org TXT v=DMARC1; p=none");
    assertIll("dmarc", "FAULT example.org has 2 DMARC records.");
  }

  @Test
  void a_policy_that_cannot_be_fetched_is_a_fault_and_none_is_a_hint() {
    patient.policy = new StsFetch.Fetched.Failed("status 404");
    assertIll("mta-sts", "FAULT The MTA-STS policy of example.org is announced and cannot be");
    patient.dns.remove("_mta-sts.example.org");
    assertIll("mta-sts", "HINT example.org has no MTA-STS policy.");
    assertThat(patient.mends("mta-sts"))
        .contains("mx: mail.example.org")
        .anyMatch(line -> line.startsWith("_mta-sts.example.org. IN TXT \"v=STSv1; id=1\""));
  }

  @Test
  void a_policy_without_our_host_is_a_fault() {
    patient.policy =
        new StsFetch.Fetched.Body(
            "text/plain", "version: STSv1\nmode: enforce\nmx: *.example.net\nmax_age: 86400\n");
    assertIll("mta-sts", "FAULT The MTA-STS policy of example.org does not name mail.example.org");
  }

  @Test
  void two_sts_records_are_a_fault() {
    patient.dns.add("_mta-sts.example.org TXT v=STSv1; id=2");
    assertIll("mta-sts", "FAULT The MTA-STS record of example.org is wrong, or there are two.");
  }

  @Test
  void tls_reports_need_somebody_to_go_to() {
    patient.dns.remove("_smtp._tls.example.org");
    assertIll("tlsrpt", "HINT example.org asks for no reports on TLS.");
    patient.dns.add("_smtp._tls.example.org TXT v=TLSRPTv1; rua=me@example.org");
    assertIll("tlsrpt", "FAULT The TLSRPT record of example.org names nobody");
  }

  @Test
  void servers_that_are_not_announced_are_one_hint_with_all_records() {
    patient.dns.remove("_imaps._tcp.example.org").remove("_submissions._tcp.example.org");
    assertIll("srv", "HINT example.org does not say where its servers are.");
    assertThat(patient.mends("srv"))
        .containsExactly(
            "_submissions._tcp.example.org. IN SRV 0 1 465 mail.example.org.",
            "_imaps._tcp.example.org. IN SRV 0 1 993 mail.example.org.");
  }

  @Test
  void servers_that_are_announced_wrongly_are_a_fault() {
    patient.dns.remove("_imaps._tcp.example.org");
    patient.dns.add("_imaps._tcp.example.org SRV 0 1 993 old.example.org");
    assertIll("srv", "FAULT _imaps._tcp.example.org leads to old.example.org port 993, not to");
    patient.dns.remove("_imaps._tcp.example.org").add("_imaps._tcp.example.org SRV 0 0 0 .");
    assertIll("srv", "FAULT _imaps._tcp.example.org says that there is no such service");
  }

  @Test
  void another_key_in_dns_than_the_servers_is_a_fault() {
    patient.dns.remove("_25._tcp.mail.example.org");
    patient.dns.add("_25._tcp.mail.example.org TLSA 3 1 1 " + "00".repeat(32));
    assertIll("dane", "FAULT DNS announces another key than the server has");
    assertThat(patient.mends("dane"))
        .containsExactly("_25._tcp.mail.example.org. IN TLSA 3 1 1 " + Patient.KEY_HASH);
    patient.dns.remove("_25._tcp.mail.example.org");
    assertIll("dane", "HINT The zone of mail.example.org is signed, and does not announce");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -1 | CN=Authority | FAULT The certificate for mail.example.org, example.org has expired
          0  | CN=Authority | FAULT The certificate for mail.example.org, example.org has expired
          5  | CN=Authority | FAULT The certificate for mail.example.org, example.org is good until
          20 | CN=Authority | HINT The certificate for mail.example.org, example.org is good until
          60 | CN=itself    | FAULT The certificate for mail.example.org, example.org is signed by itself
          """)
  void a_certificate_lasts_and_comes_from_somebody(int days, String issuer, String ill) {
    patient.certificates.set(
        0, Patient.certificate(Duration.ofDays(days), issuer, "mail.example.org", "example.org"));
    assertIll("certificate", ill);
  }

  @Test
  void certificates_are_for_the_names_that_clients_use() {
    patient.certificates.set(
        0, Patient.certificate(Duration.ofDays(60), "CN=Authority", "*.example.net"));
    assertIll(
        "certificate",
        "FAULT No certificate is for mail.example.org",
        "HINT No certificate is for the domain example.org itself");
    patient.dns.add("example.org MX 20 mx.example.org", "mx.example.org A 198.51.100.7");
    assertThat(patient.ills("certificate"))
        .contains("HINT No certificate is for mx.example.org, by which others come here.");
  }

  @Test
  void a_port_that_is_not_reached_is_a_fault() {
    patient.answers.remove("198.51.100.7 993");
    assertIll("port", "FAULT imaps cannot be reached at 198.51.100.7 port 993 from here");
  }

  @Test
  void somebody_elses_greeting_is_a_fault() {
    patient.answers.put("198.51.100.7 25", new Answer.Reached("220 other.example ESMTP"));
    assertIll("port", "FAULT At 198.51.100.7 port 25 somebody else answers: 220 other.example");
  }

  @Test
  void nobody_at_port_25_is_a_fault() {
    patient.services.set(0, new Served("smtp", 2525, null, false, "220 "));
    patient.answers.put("198.51.100.7 2525", new Answer.Reached("220 mail.example.org"));
    assertIll("port", "FAULT No listener takes mail from other servers at port 25.");
  }

  @Test
  void a_blocked_port_25_is_a_fault_unless_mail_goes_another_way() {
    patient.answers.remove("203.0.113.1 25");
    assertIll("port", "FAULT Port 25 of other servers cannot be reached: gmail.com: connection");
    patient.answers.put("203.0.113.2 25", new Answer.Reached("220 outlook"));
    assertIll("port");
    patient.answers.remove("203.0.113.2 25");
    patient.hasOtherWays = true;
    assertIll("port", "HINT Port 25 of other servers cannot be reached");
  }

  @Test
  void a_server_that_does_not_run_has_no_ports_to_try() {
    patient.isRunning = false;
    patient.answers.keySet().removeIf(end -> end.startsWith("198"));
    assertIll("port", "HINT The server does not run, so no port was tried.");
  }

  @Test
  void dns_that_fails_is_never_taken_for_a_missing_record() {
    patient.dns.add("example.org FAILS SERVER_FAILED", "_dmarc.example.org FAILS TIMEOUT");
    for (var check : List.of("mx", "spf", "dmarc"))
      assertThat(patient.ills(check)).singleElement().asString().startsWith("HINT DNS cannot be");
  }

  @Test
  void what_takes_too_long_is_named() throws Exception {
    var never = new CountDownLatch(1);
    var doctor =
        new Doctor(
            patient.dns,
            _ -> {
              try {
                never.await();
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
              return new StsFetch.Fetched.Failed("interrupted");
            },
            (_, _) -> new Answer.Reached("220 mail.example.org * OK"),
            ManualClock.standing(),
            TestRandom.notSecure(1));
    var domain = new HostedDomain(Patient.DOMAIN, patient.keys);
    assertThat(doctor.examine(patient.site(), List.of(domain), Duration.ofSeconds(2)))
        .filteredOn(it -> it.topic().check().equals("mta-sts"))
        .singleElement()
        .satisfies(it -> assertThat(it.what()).contains("The time was over"));
  }

  @Test
  void the_zone_has_every_record_and_passes_the_doctor() {
    var records =
        MailZone.of(patient.site(), new HostedDomain(Patient.DOMAIN, patient.keys), patient.dns);
    assertThat(records.stream().map(it -> it.name() + " " + it.type()))
        .containsExactly(
            "example.org MX",
            "example.org TXT",
            "1.key._domainkey.example.org TXT",
            "_dmarc.example.org TXT",
            "_smtp._tls.example.org TXT",
            "_submissions._tcp.example.org SRV",
            "_imaps._tcp.example.org SRV",
            "mail.example.org A",
            "7.100.51.198.in-addr.arpa PTR",
            "mail.example.org TXT",
            "_25._tcp.mail.example.org TLSA");
    for (var record : records) {
      patient.dns.remove(record.name().text());
      assertThat(record.zone()).startsWith(record.name() + ". IN " + record.type() + " ");
    }
    for (var record : records)
      patient.dns.add(
          record.name() + " " + RecordType.valueOf(record.type()) + " " + record.data());
    patient.dns.remove("_mta-sts.example.org");
    assertThat(patient.findings())
        .filteredOn(it -> !(it instanceof Finding.Fine))
        .extracting(it -> it.topic().check())
        .containsOnly("mta-sts");
  }

  @Test
  void a_long_text_is_cut_for_zone_files() {
    var record = ZoneRecord.txt(new DnsName("example.org"), "x".repeat(300));
    assertThat(record.zone())
        .isEqualTo(
            "example.org. IN TXT ( \"%s\" \"%s\" )".formatted("x".repeat(255), "x".repeat(45)));
  }
}
