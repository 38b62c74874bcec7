package org.posthorn.domain.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.posthorn.platform.storage.Dialect;
import org.posthorn.wire.mail.DomainName;

/// Where mail for an address goes, and why.
@ParameterizedClass
@EnumSource(Dialect.class)
class ResolutionTest extends OnBothEngines {

  ResolutionTest(Dialect dialect) {
    super(dialect);
  }

  @Test
  void details_fall_back_to_the_base_address_but_a_whole_address_wins() {
    account("romeo@verona.example");
    account("romeo+lists@verona.example");

    assertThat(reached("romeo+Party@verona.example")).isEqualTo("romeo@verona.example [Party]");
    assertThat(reached("ROMEO+LISTS@verona.example")).isEqualTo("romeo+lists@verona.example");
    assertThat(reached("romeo-x@verona.example")).isEqualTo("UnknownUser");
    assertThat(reached("+x@verona.example")).isEqualTo("UnknownUser");

    settings(VERONA, DomainSettings.DEFAULT.withPlusSeparators("+-"));
    assertThat(reached("romeo-x@verona.example")).isEqualTo("romeo@verona.example [x]");
    settings(VERONA, DomainSettings.DEFAULT.withPlusSeparators(""));
    assertThat(reached("romeo+x@verona.example")).isEqualTo("UnknownUser");
  }

  @Test
  void an_alias_reaches_accounts_aliases_and_other_servers_each_once() {
    account("romeo@verona.example");
    account("juliet@verona.example");
    alias("montagues@verona.example", "romeo@verona.example");
    alias(
        "all@verona.example",
        "montagues@verona.example",
        "romeo@verona.example",
        "juliet+ball@verona.example",
        "prince@court.example",
        "PRINCE@court.example");

    assertThat(reached("all+x@verona.example"))
        .isEqualTo("romeo@verona.example, juliet@verona.example [ball], -> prince@court.example");
    assertThat(resolve("all@verona.example").steps().getFirst())
        .startsWith("all@verona.example is an alias for montagues@verona.example, ");
  }

  @Test
  void what_leads_elsewhere_says_which_domain_of_ours_does() {
    directory.domains().add(ADMIN, new DomainName("mantua.example"), DomainSettings.DEFAULT);
    alias("inner@mantua.example", "x@elsewhere.example");
    alias("outer@verona.example", "inner@mantua.example", "y@elsewhere.example");
    settings(VERONA, DomainSettings.DEFAULT.withCatchAll(address("z@elsewhere.example")));

    assertThat(by("outer@verona.example"))
        .containsExactly(
            "x@elsewhere.example by mantua.example", "y@elsewhere.example by verona.example");
    assertThat(by("nobody@verona.example"))
        .containsExactly("z@elsewhere.example by verona.example");
    assertThat(directory.isOurs(VERONA)).isTrue();
    assertThat(directory.isOurs(new DomainName("elsewhere.example"))).isFalse();
  }

  private List<String> by(String address) {
    assertThat(resolve(address)).isInstanceOf(Resolution.Found.class);
    return ((Resolution.Found) resolve(address))
        .elsewhere().stream().map(it -> it.address() + " by " + it.by()).toList();
  }

  @Test
  void aliases_that_lead_to_each_other_reach_everybody_once() {
    account("romeo@verona.example");
    alias("a@verona.example", "romeo@verona.example");
    alias("b@verona.example", "a@verona.example", "x@elsewhere.example");
    directory
        .aliases()
        .change(
            ADMIN,
            address("a@verona.example"),
            Aliases.Content.to(address("b@verona.example"), address("romeo@verona.example")));
    assertThat(reached("a@verona.example"))
        .isEqualTo("romeo@verona.example, -> x@elsewhere.example");

    directory
        .aliases()
        .change(
            ADMIN, address("b@verona.example"), Aliases.Content.to(address("a@verona.example")));
    directory
        .aliases()
        .change(
            ADMIN, address("a@verona.example"), Aliases.Content.to(address("b@verona.example")));
    assertThat(reached("a@verona.example")).isEqualTo("AliasLoop");
    assertThat(resolve("a@verona.example").steps())
        .contains("the alias a@verona.example was followed already");
  }

  @Test
  void an_alias_too_deep_delivers_to_nobody() {
    account("romeo@verona.example");
    alias("a0@verona.example", "romeo@verona.example");
    for (int i = 1; i <= 12; i++)
      alias("a" + i + "@verona.example", "a" + (i - 1) + "@verona.example");

    assertThat(reached("a10@verona.example")).isEqualTo("romeo@verona.example");
    assertThat(reached("a11@verona.example")).isEqualTo("TooMany");
  }

  @Test
  void an_alias_too_wide_delivers_to_nobody() {
    for (int i = 0; i < 5; i++) {
      int list = i;
      alias(
          "list" + i + "@verona.example",
          IntStream.range(0, 450)
              .mapToObj(k -> "u%d-%d@elsewhere.example".formatted(list, k))
              .toArray(String[]::new));
    }
    alias(
        "four@verona.example",
        IntStream.range(0, 4).mapToObj(i -> "list" + i + "@verona.example").toArray(String[]::new));
    alias(
        "five@verona.example",
        IntStream.range(0, 5).mapToObj(i -> "list" + i + "@verona.example").toArray(String[]::new));

    assertThat(resolve("four@verona.example"))
        .isInstanceOfSatisfying(
            Resolution.Found.class, found -> assertThat(found.elsewhere()).hasSize(1800));
    assertThat(reached("five@verona.example")).isEqualTo("TooMany");
  }

  @Test
  void an_alias_needs_targets_that_lead_somewhere() {
    assertThat(addAlias("a@verona.example")).isInstanceOf(AliasResult.Invalid.class);
    assertThat(addAlias("a@verona.example", "ghost@verona.example", "x@elsewhere.example"))
        .isEqualTo(new AliasResult.UnknownTargets(List.of(address("ghost@verona.example"))));
    assertThat(addAlias("a@verona.example", "A@verona.example"))
        .isInstanceOf(AliasResult.UnknownTargets.class);
    assertThat(addAlias("a@paris.example", "x@elsewhere.example"))
        .isInstanceOf(AliasResult.NoSuchDomain.class);
  }

  @Test
  void an_alias_in_use_is_removed_only_with_its_mentions() {
    alias("inner@verona.example", "x@elsewhere.example");
    alias("outer@verona.example", "inner@verona.example");
    var inner = address("inner@verona.example");

    assertThat(directory.aliases().remove(ADMIN, inner, Removal.ONLY_IF_UNUSED))
        .isEqualTo(new AliasResult.InUse(inner, List.of("the alias outer@verona.example")));
    directory.aliases().remove(ADMIN, inner, Removal.WITH_DEPENDENTS);
    assertThat(directory.aliases().list(ListQuery.all(10))).isEmpty();
    assertThat(directory.aliases().remove(ADMIN, inner, Removal.ONLY_IF_UNUSED))
        .isEqualTo(new AliasResult.NoSuchAlias(inner));
  }

  @Test
  void the_catch_all_comes_last() {
    account("romeo@verona.example");
    account("nurse@verona.example");
    settings(VERONA, DomainSettings.DEFAULT.withCatchAll(address("nurse+any@verona.example")));

    assertThat(reached("nobody@verona.example")).isEqualTo("nurse@verona.example [any]");
    assertThat(reached("romeo+x@verona.example")).isEqualTo("romeo@verona.example [x]");
    assertThat(resolve("nobody@verona.example").steps().getFirst())
        .isEqualTo(
            "nobody@verona.example does not exist; verona.example catches all:"
                + " nurse+any@verona.example");

    settings(VERONA, DomainSettings.DEFAULT.withCatchAll(address("all@elsewhere.example")));
    assertThat(reached("nobody@verona.example")).isEqualTo("-> all@elsewhere.example");
    settings(VERONA, DomainSettings.DEFAULT.withCatchAll(address("ghost@verona.example")));
    assertThat(reached("nobody@verona.example")).isEqualTo("UnknownUser");
  }

  @Test
  void disabled_domains_accounts_and_aliases_take_no_mail() {
    account("romeo@verona.example", AccountSettings.DEFAULT.withEnabled(false));
    account("juliet@verona.example");
    directory
        .aliases()
        .add(
            ADMIN,
            address("off@verona.example"),
            new Aliases.Content(List.of(address("juliet@verona.example")), false));
    alias("both@verona.example", "romeo@verona.example", "juliet@verona.example");

    assertThat(reached("romeo@verona.example")).isEqualTo("Disabled");
    assertThat(reached("off@verona.example")).isEqualTo("Disabled");
    assertThat(reached("both@verona.example")).isEqualTo("juliet@verona.example");
    settings(VERONA, DomainSettings.DEFAULT.withEnabled(false));
    assertThat(reached("juliet@verona.example")).isEqualTo("Disabled");
  }

  @Test
  void postmaster_and_abuse_always_reach_somebody() {
    assertThat(reached("postmaster@verona.example")).isEqualTo("UnknownUser");
    account("root@verona.example", AccountSettings.DEFAULT.withRoles(Set.of(Role.ADMIN)));
    var nurse = account("nurse@verona.example");
    settings(VERONA, DomainSettings.DEFAULT.withCatchAll(address("all@elsewhere.example")));

    assertThat(reached("Postmaster@verona.example")).isEqualTo("root@verona.example");
    assertThat(reached("abuse@verona.example")).isEqualTo("root@verona.example");
    assertThat(reached("webmaster@verona.example")).isEqualTo("-> all@elsewhere.example");
    assertThat(reached(directory.resolvePostmaster())).isEqualTo("root@verona.example");

    settings(VERONA, DomainSettings.DEFAULT.withAdministrator(nurse.id()));
    assertThat(reached("abuse+x@verona.example")).isEqualTo("nurse@verona.example");
    assertThat(reached(directory.resolvePostmaster())).isEqualTo("nurse@verona.example");

    var postmaster = account("postmaster@verona.example");
    assertThat(reached("postmaster@verona.example")).isEqualTo("postmaster@verona.example");
    directory.accounts().change(ADMIN, postmaster.id(), s -> s.withEnabled(false));
    assertThat(reached("postmaster@verona.example")).isEqualTo("nurse@verona.example");

    // With two domains no domain is meant, so it is the server's.
    directory.domains().add(ADMIN, new DomainName("mantua.example"), DomainSettings.DEFAULT);
    assertThat(reached(directory.resolvePostmaster())).isEqualTo("root@verona.example");
  }

  @Test
  void a_domain_that_becomes_ours_is_known_at_once() {
    assertThat(reached("romeo@mantua.example")).isEqualTo("NotOurs");
    directory.domains().add(ADMIN, new DomainName("mantua.example"), DomainSettings.DEFAULT);
    account("romeo@mantua.example");
    assertThat(reached("romeo@mantua.example")).isEqualTo("romeo@mantua.example");
  }
}
