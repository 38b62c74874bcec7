package org.posthorn.domain.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.posthorn.domain.directory.AuditEntry.Action;
import org.posthorn.domain.directory.AuditEntry.ObjectKind;
import org.posthorn.platform.storage.Dialect;
import org.posthorn.wire.sasl.Secret;

/// What the audit log tells of changes.
@ParameterizedClass
@EnumSource(Dialect.class)
class AuditTest extends OnBothEngines {

  AuditTest(Dialect dialect) {
    super(dialect);
  }

  @Test
  void every_change_leaves_who_when_what_and_no_secrets() {
    var start = clock.instant();
    var romeo = account("romeo@verona.example");
    clock.move(Duration.ofMinutes(1));
    directory
        .accounts()
        .change(new Actor("nurse"), romeo.id(), s -> s.withQuota(new Quota(1000, 0)));
    directory
        .accounts()
        .setPassword(ADMIN, romeo.id(), new NewPassword.Given(Secret.of("new secret")));
    alias("lover@verona.example", "romeo@verona.example");
    directory.accounts().remove(ADMIN, romeo.id(), Removal.WITH_DEPENDENTS);

    var entries = directory.audit(AuditQuery.about(ObjectKind.ACCOUNT, romeo.id().value()));
    assertThat(entries)
        .extracting(AuditEntry::action)
        .containsExactly(Action.REMOVED, Action.PASSWORD_CHANGED, Action.CHANGED, Action.ADDED);
    var changed = entries.get(2);
    assertThat(changed.actor()).isEqualTo(new Actor("nurse"));
    assertThat(changed.at()).isEqualTo(clock.instant());
    assertThat(changed.objectName()).isEqualTo("romeo@verona.example");
    assertThat(changed.before()).isEqualTo("quota: none");
    assertThat(changed.after()).isEqualTo("quota: 1000 bytes");
    assertThat(entries.toString()).doesNotContain("secret", "sesame", "argon2");

    assertThat(
            directory.audit(new AuditQuery(null, null, null, null, start.plusSeconds(1), null, 10)))
        .extracting(AuditEntry::objectName)
        .containsExactly("romeo@verona.example", "verona.example");
    assertThat(
            directory.audit(
                new AuditQuery(null, null, "lover@verona.example", start, null, null, 10)))
        .extracting(AuditEntry::action)
        .containsExactly(Action.REMOVED, Action.ADDED);
    var newest = directory.audit(AuditQuery.newest(1)).getFirst();
    assertThat(directory.audit(new AuditQuery(null, null, null, null, null, newest.id(), 100)))
        .hasSize(6)
        .doesNotContain(newest);
  }

  @Test
  void what_changes_nothing_leaves_no_entry() {
    var romeo = account("romeo@verona.example");
    int before = directory.audit(AuditQuery.newest(100)).size();
    directory.accounts().change(ADMIN, romeo.id(), s -> s);
    directory.domains().change(ADMIN, VERONA, s -> s);
    add("romeo@verona.example");
    assertThat(directory.audit(AuditQuery.newest(100))).hasSize(before);
  }
}
