package org.posthorn.domain.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.posthorn.platform.storage.Dialect;
import org.posthorn.wire.mail.DomainName;

/// Domains, their other names, and their removal.
@ParameterizedClass
@EnumSource(Dialect.class)
class DomainsTest extends OnBothEngines {

  DomainsTest(Dialect dialect) {
    super(dialect);
  }

  @Test
  void a_domain_is_found_by_any_spelling_of_its_name() {
    directory.domains().add(ADMIN, new DomainName("Bücher.example"), DomainSettings.DEFAULT);

    for (var name : List.of("bücher.example", "BÜCHER.example", "xn--bcher-kva.example"))
      assertThat(directory.domains().find(new DomainName(name)))
          .isNotNull()
          .satisfies(domain -> assertThat(domain.name().text()).isEqualTo("Bücher.example"));
    assertThat(directory.domains().find(new DomainName("bucher.example"))).isNull();
    assertThat(
            directory
                .domains()
                .add(ADMIN, new DomainName("xn--bcher-kva.example"), DomainSettings.DEFAULT))
        .isInstanceOf(DomainResult.NameTaken.class);
    assertThat(directory.domains().list())
        .extracting(d -> d.name().text())
        .containsExactly("verona.example", "Bücher.example");
  }

  @Test
  void an_address_literal_is_no_domain() {
    assertThat(
            directory.domains().add(ADMIN, new DomainName("[192.0.2.1]"), DomainSettings.DEFAULT))
        .isInstanceOf(DomainResult.Invalid.class);
    assertThat(reached("romeo@[192.0.2.1]")).isEqualTo("NotOurs");
  }

  @Test
  void a_domain_in_use_is_removed_only_with_its_dependents() {
    var romeo = account("romeo@verona.example");
    alias("r@verona.example", "romeo@verona.example");
    directory.domains().add(ADMIN, new DomainName("mantua.example"), DomainSettings.DEFAULT);
    alias("exile@mantua.example", "romeo@verona.example", "friar@elsewhere.example");

    var refused = directory.domains().remove(ADMIN, VERONA, Removal.ONLY_IF_UNUSED);
    assertThat(refused).isEqualTo(new DomainResult.InUse(VERONA, List.of("1 account", "1 alias")));
    assertThat(directory.accounts().find(romeo.id())).isNotNull();

    assertThat(directory.domains().remove(ADMIN, VERONA, Removal.WITH_DEPENDENTS))
        .isInstanceOf(DomainResult.Done.class);
    assertThat(directory.domains().find(VERONA)).isNull();
    assertThat(directory.accounts().find(romeo.id())).isNull();
    assertThat(reached("romeo@verona.example")).isEqualTo("NotOurs");
    assertThat(reached("exile@mantua.example")).isEqualTo("-> friar@elsewhere.example");
    assertThat(login("romeo@verona.example", SESAME.reveal()))
        .isInstanceOf(LoginOutcome.UnknownAccount.class);
  }

  @Test
  void a_name_that_was_removed_can_be_added_again_and_is_another_domain() {
    var romeo = account("romeo@verona.example");
    var before = directory.domains().find(VERONA);
    directory.domains().remove(ADMIN, VERONA, Removal.WITH_DEPENDENTS);

    var added = directory.domains().add(ADMIN, VERONA, DomainSettings.DEFAULT);
    assertThat(added)
        .isInstanceOfSatisfying(
            DomainResult.Done.class,
            done ->
                assertThat(done.domain().id()).isNotEqualTo(before == null ? null : before.id()));
    assertThat(directory.accounts().find(romeo.address())).isNull();
    assertThat(account("romeo@verona.example").id().value()).isGreaterThan(romeo.id().value());
  }

  @Test
  void another_name_of_a_domain_has_the_same_addresses_and_logins() {
    var romeo = account("romeo@verona.example");
    directory.domains().addOtherName(ADMIN, new DomainName("verona.test"), VERONA);

    assertThat(reached("Romeo+x@verona.test")).isEqualTo("romeo@verona.example [x]");
    assertThat(login("romeo@verona.test", SESAME.reveal())).isEqualTo(new LoginOutcome.Ok(romeo));
    assertThat(directory.accounts().find(address("romeo@verona.test"))).isEqualTo(romeo);
    // New addresses get the domain's own name.
    assertThat(account("juliet@verona.test").address()).hasToString("juliet@verona.example");
    assertThat(directory.domains().remove(ADMIN, VERONA, Removal.ONLY_IF_UNUSED))
        .isInstanceOfSatisfying(
            DomainResult.InUse.class,
            inUse -> assertThat(inUse.by()).contains("the name verona.test"));
    directory
        .domains()
        .change(ADMIN, new DomainName("verona.test"), settings -> settings.withEnabled(false));
    assertThat(reached("romeo@verona.test")).isEqualTo("Disabled");
    assertThat(reached("romeo@verona.example")).isEqualTo("romeo@verona.example");
  }
}
