package org.posthorn.domain.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.posthorn.platform.storage.Dialect;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.wire.mail.DomainName;

/// Accounts from the first day to the tombstone, and lists of them.
@ParameterizedClass
@EnumSource(Dialect.class)
class AccountsTest extends OnBothEngines {

  AccountsTest(Dialect dialect) {
    super(dialect);
  }

  @Test
  void an_account_keeps_its_spelling_and_is_found_by_any() {
    var romeo = account("Romeo.Montague@Verona.example");
    var zoe = account("Zoë@verona.example");

    assertThat(romeo.address()).hasToString("Romeo.Montague@verona.example");
    assertThat(directory.accounts().find(address("romeo.montague@VERONA.EXAMPLE")))
        .isEqualTo(romeo);
    // NFD and capitals
    assertThat(directory.accounts().find(address("ZOE\u0308@verona.example"))).isEqualTo(zoe);
    assertThat(reached("ZOE\u0308+list@verona.example")).isEqualTo("Zoë@verona.example [list]");
    assertThat(
            directory
                .accounts()
                .add(
                    ADMIN,
                    address("zoe\u0308@verona.example"),
                    AccountSettings.DEFAULT,
                    new NewPassword.None()))
        .isEqualTo(
            new AccountResult.AddressTaken(address("zoe\u0308@verona.example"), "an account"));
  }

  @Test
  void an_account_comes_back_as_it_was_made() {
    var settings =
        new AccountSettings("Júlia ✉", false, new Quota(5L << 30, 1000), Set.of(Role.ADMIN));
    var made = account("juliet@verona.example", settings);

    assertThat(directory.accounts().find(made.id())).isEqualTo(made);
    assertThat(made.settings()).isEqualTo(settings);
    assertThat(made.partition()).isEqualTo(new PartitionId(1));
    assertThat(made.created()).isEqualTo(clock.instant());
  }

  @Test
  void an_account_needs_a_domain_of_ours_and_a_free_address() {
    account("romeo@verona.example");
    alias("lover@verona.example", "romeo@verona.example");

    assertThat(add("romeo@paris.example"))
        .isEqualTo(new AccountResult.NoSuchDomain(new DomainName("paris.example")));
    assertThat(add("lover@verona.example"))
        .isEqualTo(new AccountResult.AddressTaken(address("lover@verona.example"), "an alias"));
    assertThat(addAlias("romeo@verona.example", "x@elsewhere.example"))
        .isEqualTo(new AliasResult.AddressTaken(address("romeo@verona.example"), "an account"));
  }

  @Test
  void a_removed_account_leaves_its_id_behind() {
    var romeo = account("romeo@verona.example");
    assertThat(directory.accounts().remove(ADMIN, romeo.id(), Removal.ONLY_IF_UNUSED))
        .isEqualTo(new AccountResult.Done(romeo));

    assertThat(directory.accounts().find(romeo.id())).isNull();
    assertThat(directory.accounts().findRemoved(romeo.id()))
        .isNotNull()
        .satisfies(gone -> assertThat(gone.address()).isEqualTo(romeo.address()));
    assertThat(directory.accounts().remove(ADMIN, romeo.id(), Removal.ONLY_IF_UNUSED))
        .isInstanceOf(AccountResult.NoSuchAccount.class);
    assertThat(account("romeo@verona.example").id()).isNotEqualTo(romeo.id());
  }

  @Test
  void an_account_in_use_is_removed_only_with_every_mention_of_it() {
    var romeo = account("romeo@verona.example");
    account("juliet@verona.example");
    alias("lovers@verona.example", "romeo@verona.example", "juliet@verona.example");
    alias("lover@verona.example", "romeo@verona.example");
    settings(
        VERONA, DomainSettings.DEFAULT.withCatchAll(romeo.address()).withAdministrator(romeo.id()));

    assertThat(directory.accounts().remove(ADMIN, romeo.id(), Removal.ONLY_IF_UNUSED))
        .isEqualTo(
            new AccountResult.InUse(
                romeo.address(),
                List.of(
                    "the alias lovers@verona.example",
                    "the alias lover@verona.example",
                    "verona.example as its administrator",
                    "verona.example as its catch-all")));

    directory.accounts().remove(ADMIN, romeo.id(), Removal.WITH_DEPENDENTS);
    assertThat(reached("lovers@verona.example")).isEqualTo("juliet@verona.example");
    assertThat(reached("lover@verona.example")).isEqualTo("UnknownUser");
    assertThat(directory.domains().find(VERONA))
        .isNotNull()
        .satisfies(domain -> assertThat(domain.settings()).isEqualTo(DomainSettings.DEFAULT));
  }

  @Test
  void a_renamed_account_keeps_its_id_its_password_and_its_aliases() {
    var romeo = account("romeo@verona.example");
    alias("lover@verona.example", "romeo@verona.example");
    account("paris@verona.example");

    assertThat(directory.accounts().rename(ADMIN, romeo.id(), address("paris@verona.example")))
        .isInstanceOf(AccountResult.AddressTaken.class);
    assertThat(directory.accounts().rename(ADMIN, romeo.id(), address("ROMEO@verona.example")))
        .isInstanceOf(AccountResult.Done.class);
    assertThat(directory.accounts().rename(ADMIN, romeo.id(), address("r.m@verona.example")))
        .isInstanceOf(AccountResult.Done.class);

    assertThat(reached("lover@verona.example")).isEqualTo("r.m@verona.example");
    assertThat(reached("romeo@verona.example")).isEqualTo("UnknownUser");
    assertThat(login("r.m@verona.example", SESAME.reveal()))
        .isInstanceOfSatisfying(
            LoginOutcome.Ok.class, ok -> assertThat(ok.account().id()).isEqualTo(romeo.id()));
  }

  @Test
  void accounts_are_listed_by_address_in_pages_and_by_what_they_contain() {
    directory.domains().add(ADMIN, new DomainName("mantua.example"), DomainSettings.DEFAULT);
    for (var name : List.of("romeo", "juliet", "Nurse", "a_b", "axb"))
      account(name + "@verona.example");
    account("friar@mantua.example", AccountSettings.DEFAULT.withDisplayName("Brother Älbert"));

    var first = directory.accounts().list(ListQuery.all(3));
    assertThat(names(first))
        .containsExactly("friar@mantua.example", "a_b@verona.example", "axb@verona.example");
    var second =
        directory.accounts().list(ListQuery.all(3).startingAfter(first.getLast().address()));
    assertThat(names(second))
        .containsExactly("juliet@verona.example", "Nurse@verona.example", "romeo@verona.example");
    assertThat(names(list(null, "NURSE"))).containsExactly("Nurse@verona.example");
    assertThat(names(list(null, "älb"))).containsExactly("friar@mantua.example");
    assertThat(names(list(null, "a_b"))).containsExactly("a_b@verona.example");
    assertThat(names(list(null, "%"))).isEmpty();
    assertThat(names(list(new DomainName("MANTUA.example"), null)))
        .containsExactly("friar@mantua.example");
  }

  private List<Account> list(@Nullable DomainName domain, @Nullable String text) {
    return directory.accounts().list(new ListQuery(domain, text, null, 100));
  }

  private static List<String> names(List<Account> accounts) {
    return accounts.stream().map(account -> account.address().toString()).toList();
  }
}
