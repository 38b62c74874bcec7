package org.posthorn.domain.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.platform.storage.Dialect;
import org.posthorn.platform.storage.Schemas;
import org.posthorn.platform.storage.Storage;
import org.posthorn.platform.storage.StorageConfig.Durability;
import org.posthorn.platform.storage.TestStorage;
import org.posthorn.testing.testkit.FakeDns;
import org.posthorn.wire.dns.DnsName;

/// What holds for policies that are kept, on every engine.
abstract class StsStoreContract {
  private static final DnsName DOMAIN = new DnsName("example.net");
  private static final String POLICY =
      "version: STSv1\nmode: enforce\nmx: *.example.net\nmax_age: 604800\n";

  @TempDir Path folder;
  private final Dialect dialect;
  private final List<String> fetched = new ArrayList<>();
  private StsFetch.Fetched answer = new StsFetch.Fetched.Body("text/plain", POLICY);
  private Instant now = Instant.parse("2026-11-25T12:00:00Z");
  private final FakeDns dns = FakeDns.of("_mta-sts.example.net TXT v=STSv1; id=1");
  private Storage storage;
  private StsStore store;

  StsStoreContract(Dialect dialect) {
    this.dialect = dialect;
  }

  @BeforeEach
  void open() {
    var config = TestStorage.config(dialect, folder).withDurability(Durability.UNSYNCED);
    storage = Storage.open(config, new Schemas(List.of(StsStore.SCHEMA), List.of()));
    restart();
  }

  @AfterEach
  void close() {
    storage.close();
  }

  private void restart() {
    store = new StsStore(storage.directory(), () -> now);
  }

  private StsPolicies policies() {
    return new StsPolicies(
        dns,
        host -> {
          fetched.add(host.text());
          return answer;
        },
        store,
        () -> now);
  }

  @Test
  void a_policy_holds_after_a_restart_although_nobody_answers_any_more() {
    assertThat(policies().policy(DOMAIN, RelayTrace.NONE)).isNotNull();
    restart();
    dns.remove("_mta-sts.example.net");
    now = now.plus(Duration.ofDays(6));
    assertThat(policies().policy(DOMAIN, RelayTrace.NONE)).isEqualTo(StsPolicy.parse(POLICY));
    assertThat(fetched).containsExactly("mta-sts.example.net");
    now = now.plus(Duration.ofDays(1));
    restart();
    assertThat(policies().policy(DOMAIN, RelayTrace.NONE)).isNull();
  }

  @Test
  void a_policy_is_fetched_again_once_a_day_whatever_dns_says() {
    policies().policy(DOMAIN, RelayTrace.NONE);
    dns.remove("_mta-sts.example.net");
    assertThat(policies().refresh(store)).isEmpty();
    assertThat(fetched).hasSize(1);
    now = now.plus(Duration.ofDays(1));
    assertThat(policies().refresh(store)).isEmpty();
    assertThat(policies().refresh(store)).isEmpty();
    assertThat(fetched).hasSize(2);
    // It holds for a week from now on.
    now = now.plus(Duration.ofDays(7)).minusSeconds(1);
    restart();
    assertThat(store.find(DOMAIN)).isNotNull();
  }

  @Test
  void who_hinders_the_fetching_is_told_of() {
    policies().policy(DOMAIN, RelayTrace.NONE);
    now = now.plus(Duration.ofDays(1));
    answer = new StsFetch.Fetched.Failed("no route");
    assertThat(policies().refresh(store)).containsExactly(DOMAIN);
    assertThat(store.find(DOMAIN)).isNotNull();
  }

  @Test
  void a_policy_that_nobody_uses_is_not_fetched_for_ever() {
    answer = new StsFetch.Fetched.Body("text/plain", POLICY.replace("604800", "31557600"));
    policies().policy(DOMAIN, RelayTrace.NONE);
    for (int day = 0; day < 60; day++) {
      now = now.plus(Duration.ofDays(1));
      policies().refresh(store);
    }
    assertThat(fetched).hasSize(30);
    store.find(DOMAIN);
    policies().refresh(store);
    assertThat(fetched).hasSize(31);
  }

  @Test
  void what_is_over_is_forgotten() {
    policies().policy(DOMAIN, RelayTrace.NONE);
    now = now.plus(Duration.ofDays(7));
    store.forget();
    assertThat(store.find(DOMAIN)).isNull();
    now = now.minus(Duration.ofDays(1));
    restart();
    assertThat(store.find(DOMAIN)).isNull();
  }
}
