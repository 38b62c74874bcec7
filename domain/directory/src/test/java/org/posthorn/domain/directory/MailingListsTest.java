package org.posthorn.domain.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.posthorn.domain.directory.MailingList.Settings;
import org.posthorn.domain.directory.MailingLists.Content;
import org.posthorn.platform.storage.Dialect;
import org.posthorn.wire.mail.EmailAddress;

/// Lists in the directory: kept, found, resolved, and what happens when their people go.
@ParameterizedClass
@EnumSource(Dialect.class)
class MailingListsTest extends OnBothEngines {

  private static final EmailAddress BALL = address("ball@verona.example");

  MailingListsTest(Dialect dialect) {
    super(dialect);
    account("romeo@verona.example");
    account("juliet@verona.example");
    account("nurse@verona.example");
  }

  private static List<EmailAddress> addresses(String... texts) {
    return Stream.of(texts).map(OnBothEngines::address).toList();
  }

  private MailingListResult add(String list, String owner, String... members) {
    var content = new Content(Settings.DEFAULT, addresses(members), addresses(owner));
    return directory.lists().add(ADMIN, address(list), content);
  }

  private MailingList added(String list, String owner, String... members) {
    var result = add(list, owner, members);
    assertThat(result).isInstanceOf(MailingListResult.Done.class);
    return ((MailingListResult.Done) result).list();
  }

  private Resolution.OfList resolved(String list) {
    var resolution = resolve(list);
    assertThat(resolution).isInstanceOf(Resolution.Found.class);
    return ((Resolution.Found) resolution).lists().getFirst();
  }

  private static List<String> names(Resolution.People people) {
    return Stream.concat(
            people.accounts().stream().map(it -> it.address().toString()),
            people.elsewhere().stream().map(it -> "-> " + it))
        .toList();
  }

  @Test
  void a_list_is_found_as_it_was_made_and_its_owners_have_an_address() {
    var made =
        added("ball@verona.example", "nurse@verona.example", "romeo@verona.example", "x@a.b");
    assertThat(directory.lists().find(BALL)).isEqualTo(made);
    assertThat(directory.lists().list(ListQuery.all(10))).containsExactly(made);
    assertThat(made.owner()).isEqualTo(address("ball-owner@verona.example"));
    assertThat(reached("Ball@Verona.example")).isEqualTo("list ball@verona.example");
    assertThat(reached("ball-owner@verona.example")).isEqualTo("nurse@verona.example");
    assertThat(names(resolved("ball@verona.example").members()))
        .containsExactly("romeo@verona.example", "-> x@a.b");
    assertThat(names(resolved("ball@verona.example").owners()))
        .containsExactly("nurse@verona.example");
  }

  @Test
  void an_alias_may_lead_to_a_list_and_a_list_lends_its_members_to_another_once() {
    added("inner@verona.example", "nurse@verona.example", "romeo@verona.example", "x@a.b");
    added("outer@verona.example", "nurse@verona.example", "inner@verona.example", "x@a.b");
    change("inner@verona.example", "outer@verona.example", "romeo@verona.example");
    alias("all@verona.example", "outer@verona.example", "juliet@verona.example");
    assertThat(reached("all@verona.example"))
        .isEqualTo("juliet@verona.example, list outer@verona.example");
    assertThat(names(resolved("outer@verona.example").members()))
        .containsExactly("romeo@verona.example", "-> x@a.b");
  }

  private void change(String list, String... members) {
    var result =
        directory
            .lists()
            .change(
                ADMIN,
                address(list),
                before ->
                    new Content(
                        before.settings(),
                        addresses(members),
                        before.owners().stream().map(Alias.Target::address).toList()));
    assertThat(result).isInstanceOf(MailingListResult.Done.class);
  }

  @Test
  void addresses_are_taken_once_by_whatever_they_are() {
    added("ball@verona.example", "nurse@verona.example", "romeo@verona.example");
    assertThat(add("BALL@verona.example", "nurse@verona.example"))
        .isInstanceOf(MailingListResult.AddressTaken.class);
    assertThat(addAlias("ball-owner@verona.example", "romeo@verona.example").inWords())
        .isEqualTo("ball-owner@verona.example is the address of a list's owners already");
    account("feast-owner@verona.example");
    assertThat(add("feast@verona.example", "nurse@verona.example").inWords())
        .isEqualTo("feast-owner@verona.example is an account already");
  }

  @Test
  void what_makes_no_list_is_refused_with_its_reason() {
    assertThat(add("a+b@verona.example", "nurse@verona.example").inWords()).contains("letters");
    assertThat(add("ball@verona.example", "nobody@verona.example").inWords())
        .contains("do not exist: nobody@verona.example");
    assertThat(add("ball@verona.example", "nurse@verona.example", "ball@verona.example"))
        .isInstanceOf(MailingListResult.UnknownPeople.class);
    assertThat(add("ball@paris.example", "nurse@verona.example"))
        .isInstanceOf(MailingListResult.NoSuchDomain.class);
    var nobody = new Content(Settings.DEFAULT, List.of(), List.of());
    assertThat(directory.lists().add(ADMIN, BALL, nobody).inWords()).contains("needs an owner");
  }

  @Test
  void a_list_without_anybody_and_one_that_is_turned_off_take_nothing() {
    added("ball@verona.example", "nurse@verona.example");
    assertThat(reached("ball@verona.example")).isEqualTo("Disabled");
    change("ball@verona.example", "romeo@verona.example");
    assertThat(reached("ball@verona.example")).isEqualTo("list ball@verona.example");
    var off = new Settings("", false, MailingList.Posting.ANYBODY, 1, 1);
    directory
        .lists()
        .change(
            ADMIN,
            BALL,
            _ ->
                new Content(
                    off, addresses("romeo@verona.example"), addresses("nurse@verona.example")));
    assertThat(reached("ball@verona.example")).isEqualTo("Disabled");
  }

  @Test
  void who_goes_is_taken_out_and_an_administrator_stands_in_for_the_last_owner() {
    account("root@verona.example", AccountSettings.DEFAULT.withRoles(Set.of(Role.ADMIN)));
    added("ball@verona.example", "nurse@verona.example", "romeo@verona.example", "x@a.b");
    var nurse = directory.accounts().find(address("nurse@verona.example"));
    assertThat(nurse).isNotNull();
    assertThat(directory.accounts().remove(ADMIN, nurse.id(), Removal.ONLY_IF_UNUSED).inWords())
        .contains("the list ball@verona.example");
    directory.accounts().remove(ADMIN, nurse.id(), Removal.WITH_DEPENDENTS);
    assertThat(reached("ball-owner@verona.example")).isEqualTo("root@verona.example");
    assertThat(reached("ball@verona.example")).isEqualTo("list ball@verona.example");
  }

  @Test
  void a_list_and_its_addresses_go_together_and_changes_are_in_the_audit_log() {
    added("ball@verona.example", "nurse@verona.example", "romeo@verona.example");
    alias("dance@verona.example", "ball@verona.example");
    assertThat(directory.lists().remove(ADMIN, BALL, Removal.ONLY_IF_UNUSED).inWords())
        .contains("in use by the alias dance@verona.example");
    directory.lists().remove(ADMIN, BALL, Removal.WITH_DEPENDENTS);
    assertThat(reached("ball@verona.example")).isEqualTo("UnknownUser");
    assertThat(reached("ball-owner@verona.example")).isEqualTo("UnknownUser");
    assertThat(reached("dance@verona.example")).isEqualTo("UnknownUser");
    assertThat(directory.audit(AuditQuery.newest(10)))
        .extracting(AuditEntry::kind)
        .contains(AuditEntry.ObjectKind.MAILING_LIST);
  }
}
