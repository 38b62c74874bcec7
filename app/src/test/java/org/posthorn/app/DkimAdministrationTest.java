package org.posthorn.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.app.DkimRequest.ActivateDkimKey;
import org.posthorn.app.DkimRequest.AddDkimKey;
import org.posthorn.app.SiteAnswer.OneDkimKey;
import org.posthorn.domain.directory.Actor;
import org.posthorn.domain.directory.DomainSettings;
import org.posthorn.testing.testkit.FakeDns;
import org.posthorn.wire.mail.DomainName;

/// Keys and what DNS has of them.
class DkimAdministrationTest {
  private static final Actor TEST = new Actor("test");

  @TempDir private Path folder;

  private final FakeDns dns = FakeDns.of();
  private final AtomicInteger forgotten = new AtomicInteger();
  private Store store;
  private DkimAdministration administration;

  @BeforeEach
  void open() throws Exception {
    var config = ConfigReader.parse("server.data = '.'", folder.resolve("x"));
    store = Store.open(config, InstantSource.system(), new SecureRandom());
    var domain = new DomainName("example.org");
    store.directory().domains().add(TEST, domain, DomainSettings.DEFAULT);
    administration =
        new DkimAdministration(store.directory(), dns, forgotten::incrementAndGet, TEST);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private OneDkimKey made(String algorithm) throws AdminRefused {
    return administration
        .add(new AddDkimKey("example.org", algorithm, "key", 1_024))
        .keys()
        .getFirst();
  }

  private OneDkimKey activated() throws AdminRefused {
    return administration
        .activate(new ActivateDkimKey("example.org", "key", false))
        .keys()
        .getFirst();
  }

  @Test
  void a_key_whose_record_is_published_signs() throws AdminRefused {
    var key = made("rsa");
    dns.add(key.name() + " TXT " + key.record());
    assertThat(activated().state()).isEqualTo("active");
    assertThat(forgotten).hasValue(0);
  }

  @Test
  void a_record_is_looked_for_anew_before_it_is_missed() throws AdminRefused {
    var key = made("ed25519");
    assertThatThrownBy(this::activated)
        .isInstanceOf(AdminRefused.class)
        .hasMessageContaining("DNS has no record at key._domainkey.example.org")
        .hasMessageContaining("--force")
        .hasMessageContaining(key.record());
    assertThat(forgotten).hasValue(1);
    assertThat(dns.count("key._domainkey.example.org TXT")).isEqualTo(2);
  }

  @Test
  void another_key_at_the_name_and_dns_that_fails_are_told_apart() throws AdminRefused {
    var key = made("ed25519");
    dns.add(key.name() + " TXT v=DKIM1; k=ed25519; p=AAAA");
    assertThatThrownBy(this::activated).hasMessageContaining("another record");
    dns.remove(key.name()).add(key.name() + " FAILS TIMEOUT");
    assertThatThrownBy(this::activated).hasMessageContaining("DNS cannot be asked");
  }

  @Test
  void a_long_record_is_cut_for_zone_files() throws AdminRefused {
    var key =
        administration.add(new AddDkimKey("example.org", "rsa", null, null)).keys().getFirst();
    assertThat(key.record()).hasSizeGreaterThan(255).doesNotContain("\"");
    assertThat(key.zone()).startsWith(key.name() + ". IN TXT ( \"v=DKIM1; k=rsa; p=");
    assertThat(key.zone().replaceAll(".*?\\( | \\)", "").split(" (?=\")", -1))
        .hasSize(2)
        .allMatch(string -> string.length() <= 257);
  }
}
