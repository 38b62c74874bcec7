package org.posthorn.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.domain.doctor.Finding;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `doctor` and `dns records` while no server runs, and nobody answers for DNS.
class DoctorCommandTest {
  @TempDir private Path folder;

  @BeforeEach
  void configure() throws IOException {
    Files.writeString(
        folder.resolve("posthorn.toml"),
        """
        [server]
        hostname = "mail.example.org"

        [dns]
        servers = ["127.0.0.1:1"]

        [[listeners]]
        name = "smtp"
        port = 25

        [[listeners]]
        name = "imaps"
        port = 993

        [[listeners]]
        name = "lmtp"
        port = 24
        """);
    assertThat(run("domain", "add", "example.org").exit()).isZero();
  }

  private Run run(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data", folder.toString()));
    return Run.of(all.toArray(String[]::new));
  }

  private static JsonNode json(Run run) {
    return JsonMapper.shared().readTree(run.out());
  }

  @Test
  void faults_are_told_in_blocks_and_by_the_exit_code() {
    var run = run("doctor");
    assertThat(run.exit()).as(run.err()).isEqualTo(1);
    assertThat(run.out())
        .contains("FAULT  resolver: No name server answers")
        .contains("FAULT  certificate: No certificate is for mail.example.org")
        .contains("\n    cat /etc/resolv.conf")
        .containsPattern("\\d+ faults, \\d+ hints, \\d+ checks fine\n$");
  }

  @Test
  void in_json_every_finding_has_the_same_keys() {
    var findings = json(run("doctor", "example.org", "--json")).path("findings");
    assertThat(findings.size()).isGreaterThan(8);
    for (var finding : findings)
      assertThat(finding.propertyNames())
          .containsExactly("level", "check", "subject", "what", "why", "mend");
    assertThat(findings.findValuesAsString("check"))
        .contains("clock", "disk", "resolver", "mx", "spf", "dkim", "port");
  }

  @Test
  void a_domain_of_others_is_refused() {
    assertThat(run("doctor", "example.com").err()).contains("not one of our domains");
    assertThat(run("dns", "records", "example.com").err()).contains("posthorn domain add");
    assertThat(run("doctor", "--limit", "0").err()).contains("from 1 to 600 seconds");
  }

  @Test
  void records_are_lines_of_a_zone_file_and_json_without_quotes() {
    assertThat(run("dkim", "rotate", "example.org").exit()).isZero();
    assertThat(run("dns", "records", "example.org").out().lines())
        .contains(
            "example.org. IN MX 10 mail.example.org.",
            "example.org. IN TXT \"v=spf1 mx -all\"",
            "_imaps._tcp.example.org. IN SRV 0 1 993 mail.example.org.")
        .anyMatch(line -> line.matches(".*_domainkey.example.org. IN TXT \\( \"v=DKIM1; k=rsa.*"))
        .noneMatch(line -> line.contains("lmtp"));
    var records = json(run("dns", "records", "example.org", "--json")).path("records");
    assertThat(records.findValuesAsString("data")).contains("v=spf1 mx -all");
    assertThat(records.get(0).propertyNames()).containsExactly("name", "type", "data", "zone");
  }

  @Test
  void a_clock_that_nobody_keeps_and_a_disk_without_room_are_seen() {
    assertThat(MachineChecks.clock(0)).isInstanceOf(Finding.Fine.class);
    assertThat(MachineChecks.clock(5).what()).contains("Nobody keeps the clock");
    assertThat(MachineChecks.clock(-1).what()).contains("cannot be found out");
    var data = Path.of("/data");
    assertThat(MachineChecks.disk(data, 500L << 20, 100L << 30)).isInstanceOf(Finding.Fault.class);
    assertThat(MachineChecks.disk(data, 5L << 30, 100L << 30)).isInstanceOf(Finding.Hint.class);
    assertThat(MachineChecks.disk(data, 20L << 30, 100L << 30)).isInstanceOf(Finding.Fine.class);
  }
}
