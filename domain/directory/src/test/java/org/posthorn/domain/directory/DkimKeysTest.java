package org.posthorn.domain.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.posthorn.domain.directory.AuditEntry.Action;
import org.posthorn.domain.directory.AuditEntry.ObjectKind;
import org.posthorn.domain.directory.DomainKey.State;
import org.posthorn.platform.storage.Dialect;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mailauth.DkimAlgorithm;
import org.posthorn.wire.mailauth.DkimKey;
import org.posthorn.wire.mailauth.DkimSelector;
import org.posthorn.wire.mailauth.DkimSigner;

/// The life of a domain's signing keys.
@ParameterizedClass
@EnumSource(Dialect.class)
class DkimKeysTest extends OnBothEngines {

  DkimKeysTest(Dialect dialect) {
    super(dialect);
  }

  private DkimKeys keys() {
    return directory.dkimKeys();
  }

  private DomainKey add(DkimAlgorithm algorithm) {
    return one(keys().add(ADMIN, VERONA, algorithm, null, DkimKey.RSA_BITS));
  }

  private static DomainKey one(DkimKeyResult result) {
    assertThat(result).isInstanceOf(DkimKeyResult.Done.class);
    return ((DkimKeyResult.Done) result).keys().getFirst();
  }

  private List<String> states() {
    return Objects.requireNonNull(keys().list(VERONA)).stream()
        .map(key -> key.selector() + " " + key.state())
        .toList();
  }

  private List<String> active() {
    return keys().active(VERONA).stream()
        .map(DkimSigner.Key::selector)
        .map(DkimSelector::text)
        .toList();
  }

  @Test
  void a_key_signs_from_its_activation_to_its_retirement() {
    var made = add(DkimAlgorithm.ED25519_SHA256);
    assertThat(made.selector()).isEqualTo(new DkimSelector("20261102e"));
    assertThat(made.recordName()).hasToString("20261102e._domainkey.verona.example");
    assertThat(made.secret().record().joined()).startsWith("v=DKIM1; k=ed25519; p=");
    assertThat(active()).isEmpty();

    clock.move(Duration.ofHours(1));
    var activated = one(keys().activate(ADMIN, VERONA, made.selector()));
    assertThat(activated.activated()).isEqualTo(clock.instant());
    assertThat(active()).containsExactly("20261102e");

    one(keys().retire(ADMIN, VERONA, made.selector()));
    assertThat(active()).isEmpty();
    assertThat(states()).containsExactly("20261102e RETIRED");
    one(keys().activate(ADMIN, VERONA, made.selector()));
    assertThat(active()).containsExactly("20261102e");
  }

  @Test
  void a_domain_signs_with_one_key_of_each_algorithm() {
    var rsa = add(DkimAlgorithm.RSA_SHA256);
    var ed25519 = add(DkimAlgorithm.ED25519_SHA256);
    one(keys().activate(ADMIN, VERONA, rsa.selector()));
    one(keys().activate(ADMIN, VERONA, ed25519.selector()));
    assertThat(active()).containsExactly("20261102r", "20261102e");

    var next = add(DkimAlgorithm.ED25519_SHA256);
    var done = keys().activate(ADMIN, VERONA, next.selector());
    assertThat(((DkimKeyResult.Done) done).keys())
        .extracting(key -> key.selector() + " " + key.state())
        .containsExactly("20261102e2 ACTIVE", "20261102e RETIRED");
    assertThat(active()).containsExactly("20261102r", "20261102e2");
  }

  @Test
  void rotation_makes_a_successor_of_each_key_that_signs() {
    keys().rotate(ADMIN, VERONA);
    assertThat(states()).containsExactly("20261102r PUBLISHED", "20261102e PUBLISHED");
    one(keys().activate(ADMIN, VERONA, new DkimSelector("20261102e")));
    clock.move(Duration.ofDays(90));
    keys().rotate(ADMIN, VERONA);
    assertThat(states())
        .containsExactly("20261102r PUBLISHED", "20261102e ACTIVE", "20270131e PUBLISHED");
    assertThat(active()).containsExactly("20261102e");
  }

  @Test
  void a_selector_never_names_a_second_key_even_of_a_domain_that_is_added_again() {
    var first = new DkimSelector("mail");
    one(keys().add(ADMIN, VERONA, DkimAlgorithm.ED25519_SHA256, first, 2048));
    one(keys().remove(ADMIN, VERONA, first));
    assertThat(states()).isEmpty();
    directory.domains().remove(ADMIN, VERONA, Removal.WITH_DEPENDENTS);
    directory.domains().add(ADMIN, VERONA, DomainSettings.DEFAULT);
    assertThat(keys().add(ADMIN, VERONA, DkimAlgorithm.ED25519_SHA256, first, 2048))
        .isEqualTo(new DkimKeyResult.SelectorTaken(VERONA, first));
  }

  @Test
  void a_key_that_signs_is_not_removed_and_one_that_never_did_is_not_retired() {
    var key = add(DkimAlgorithm.ED25519_SHA256);
    assertThat(keys().retire(ADMIN, VERONA, key.selector()))
        .isInstanceOf(DkimKeyResult.WrongState.class);
    one(keys().activate(ADMIN, VERONA, key.selector()));
    assertThat(keys().remove(ADMIN, VERONA, key.selector()).inWords())
        .isEqualTo("the key 20261102e signs; retire it first");
    assertThat(states()).containsExactly("20261102e ACTIVE");
  }

  @Test
  void what_is_not_there_is_named() {
    var nowhere = new DomainName("mantua.example");
    var selector = new DkimSelector("x");
    assertThat(keys().list(nowhere)).isNull();
    assertThat(keys().active(nowhere)).isEmpty();
    assertThat(keys().rotate(ADMIN, nowhere)).isEqualTo(new DkimKeyResult.NoSuchDomain(nowhere));
    assertThat(keys().activate(ADMIN, nowhere, selector))
        .isEqualTo(new DkimKeyResult.NoSuchDomain(nowhere));
    assertThat(keys().remove(ADMIN, VERONA, selector))
        .isEqualTo(new DkimKeyResult.NoSuchKey(VERONA, selector));
    assertThat(add(VERONA, DkimAlgorithm.RSA_SHA256, null, 512))
        .isInstanceOf(DkimKeyResult.Invalid.class);
    assertThat(add(new DomainName("[192.0.2.1]"), DkimAlgorithm.RSA_SHA256, null, 2048))
        .isInstanceOf(DkimKeyResult.NoSuchDomain.class);
  }

  private DkimKeyResult add(
      DomainName domain, DkimAlgorithm algorithm, @Nullable DkimSelector selector, int bits) {
    return keys().add(ADMIN, domain, algorithm, selector, bits);
  }

  @Test
  void a_domain_has_so_many_keys_and_no_more() {
    for (int i = 0; i < DkimKeys.MAX_KEYS; i++) add(DkimAlgorithm.ED25519_SHA256);
    assertThat(add(VERONA, DkimAlgorithm.ED25519_SHA256, null, 2048))
        .isEqualTo(new DkimKeyResult.TooMany(VERONA));
    one(keys().remove(ADMIN, VERONA, new DkimSelector("20261102e7")));
    assertThat(add(DkimAlgorithm.ED25519_SHA256).selector())
        .isEqualTo(new DkimSelector("20261102e21"));
  }

  @Test
  void keys_go_with_their_domain_and_leave_no_secret() {
    var key = add(DkimAlgorithm.ED25519_SHA256);
    one(keys().activate(ADMIN, VERONA, key.selector()));
    directory.domains().remove(ADMIN, VERONA, Removal.WITH_DEPENDENTS);
    assertThat(active()).isEmpty();
    var secrets =
        storage
            .directory()
            .read(
                tx -> tx.handle().select("SELECT secret FROM dkim_key").mapTo(String.class).list());
    assertThat(secrets).containsOnly("");
  }

  @Test
  void another_name_of_a_domain_has_keys_of_its_own() {
    var other = new DomainName("verona.test");
    directory.domains().addOtherName(ADMIN, other, VERONA);
    var key = one(add(other, DkimAlgorithm.ED25519_SHA256, null, 2048));
    assertThat(key.domain()).isEqualTo(other);
    one(keys().activate(ADMIN, other, key.selector()));
    assertThat(keys().active(other)).hasSize(1);
    assertThat(active()).isEmpty();
  }

  @Test
  void signing_costs_no_query_until_somebody_writes() {
    var key = add(DkimAlgorithm.ED25519_SHA256);
    one(keys().activate(ADMIN, VERONA, key.selector()));
    var before = keys().active(VERONA);
    assertThat(keys().active(VERONA)).isSameAs(before);
    account("romeo@verona.example");
    var after = keys().active(VERONA);
    assertThat(after).isNotSameAs(before);
    assertThat(after.getFirst().secret()).isSameAs(before.getFirst().secret());
  }

  @Test
  void a_key_survives_a_restart() {
    var key = add(DkimAlgorithm.RSA_SHA256);
    one(keys().activate(ADMIN, VERONA, key.selector()));
    try (var again = open(DirectoryConfig.DEFAULT)) {
      var read = again.dkimKeys().active(VERONA).getFirst();
      assertThat(read.selector()).isEqualTo(key.selector());
      assertThat(read.secret().record()).isEqualTo(key.secret().record());
    }
  }

  @Test
  void the_audit_log_tells_the_life_of_a_key_and_not_its_secret() {
    var key = add(DkimAlgorithm.ED25519_SHA256);
    one(keys().activate(ADMIN, VERONA, key.selector()));
    one(keys().retire(ADMIN, VERONA, key.selector()));
    one(keys().remove(ADMIN, VERONA, key.selector()));
    var entries = directory.audit(AuditQuery.about(ObjectKind.DKIM_KEY, key.id().value()));
    assertThat(entries)
        .extracting(AuditEntry::action)
        .containsExactly(Action.REMOVED, Action.CHANGED, Action.CHANGED, Action.ADDED);
    assertThat(entries.get(2).before()).isEqualTo("state: published");
    assertThat(entries.get(2).after()).isEqualTo("state: active");
    assertThat(entries.getFirst().objectName()).isEqualTo("20261102e._domainkey.verona.example");
    assertThat(entries.toString()).doesNotContain("PRIVATE", "BEGIN");
    assertThat(key.toString()).doesNotContain("PRIVATE", "BEGIN");
  }

  @Test
  void activating_what_is_active_changes_nothing() {
    var key = add(DkimAlgorithm.ED25519_SHA256);
    var first = one(keys().activate(ADMIN, VERONA, key.selector()));
    clock.move(Duration.ofDays(1));
    assertThat(one(keys().activate(ADMIN, VERONA, key.selector()))).isEqualTo(first);
    assertThat(first.state()).isEqualTo(State.ACTIVE);
  }
}
