package org.posthorn.domain.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.posthorn.domain.directory.SharedMailbox.Seen;
import org.posthorn.domain.directory.SharedMailboxes.Content;
import org.posthorn.domain.directory.SharedMailboxes.Content.Wanted;
import org.posthorn.domain.directory.SharedMailboxes.Grantee;
import org.posthorn.platform.storage.Dialect;

/// Mailboxes that several people use, and whose mailboxes somebody may look for.
@ParameterizedClass
@EnumSource(Dialect.class)
class SharedMailboxesTest extends OnBothEngines {

  private static final AccountSettings SETTINGS =
      new AccountSettings("The house", true, Quota.NONE, Set.of());

  private final Account romeo;
  private final Account nurse;

  SharedMailboxesTest(Dialect dialect) {
    super(dialect);
    romeo = account("romeo@verona.example");
    account("juliet@verona.example");
    nurse = account("nurse@verona.example");
  }

  private static Wanted member(String address) {
    return new Wanted(address(address), Rights.MEMBER, false);
  }

  private SharedMailboxResult add(String address, Wanted... members) {
    return directory
        .shared()
        .add(ADMIN, address(address), SETTINGS, new Content(Seen.SHARED, List.of(members)));
  }

  private SharedMailbox added(String address, Wanted... members) {
    var result = add(address, members);
    assertThat(result).isInstanceOf(SharedMailboxResult.Done.class);
    return ((SharedMailboxResult.Done) result).mailbox();
  }

  @Test
  void a_shared_mailbox_is_an_account_that_nobody_logs_in_to() {
    var made = added("house@verona.example", member("romeo@verona.example"));
    assertThat(reached("house@verona.example")).isEqualTo("house@verona.example");
    assertThat(directory.shared().find(address("house@verona.example"))).isEqualTo(made);
    assertThat(directory.shared().list(ListQuery.all(10))).containsExactly(made);
    assertThat(
            directory
                .scramUsers()
                .keysOf("house@verona.example", org.posthorn.wire.sasl.ScramHash.SHA_256))
        .isNull();
  }

  @Test
  void a_shared_mailbox_gets_no_password() {
    var made = added("house@verona.example");
    var given = new NewPassword.Given(org.posthorn.wire.sasl.Secret.of("wherefore-77"));
    assertThat(directory.accounts().setPassword(ADMIN, made.account().id(), given).inWords())
        .isEqualTo("house@verona.example is a shared mailbox: nobody logs in to it");
  }

  @Test
  void its_members_find_it_with_what_they_may_do() {
    var sender = new Wanted(address("romeo@verona.example"), Rights.READER, true);
    var made = added("house@verona.example", sender, member("nurse@verona.example"));
    var his = directory.shared().of(romeo.id(), made.account().id());
    assertThat(his)
        .isEqualTo(new SharedMailbox.Membership(made.account(), Seen.SHARED, Rights.READER, true));
    assertThat(directory.shared().of(nurse.id()))
        .extracting(m -> m.rights().text())
        .containsExactly("lrswipkxte");
    assertThat(directory.shared().maySendAs(romeo.id(), made.account().id())).isTrue();
    assertThat(directory.shared().maySendAs(nurse.id(), made.account().id())).isFalse();
  }

  @Test
  void members_are_people_of_ours_each_once() {
    var made = added("house@verona.example", member("Romeo@verona.example"));
    assertThat(made.members()).hasSize(1);
    assertThat(add("ball@verona.example", member("house@verona.example")).inWords())
        .isEqualTo("these are no accounts of people here: house@verona.example");
    assertThat(add("ball@verona.example", member("x@paris.example")).inWords())
        .contains("x@paris.example");
    assertThat(add("romeo@verona.example").inWords())
        .isEqualTo("romeo@verona.example is an account already");
    assertThat(directory.shared().find(address("ball@verona.example"))).isNull();
  }

  @Test
  void changes_are_audited_and_members_who_go_leave_it() {
    added("house@verona.example", member("romeo@verona.example"), member("nurse@verona.example"));
    assertThat(directory.accounts().uses(romeo.id()))
        .containsExactly("the shared mailbox house@verona.example as a member");
    directory.accounts().remove(ADMIN, romeo.id(), Removal.WITH_DEPENDENTS);
    var now = Objects.requireNonNull(directory.shared().find(address("house@verona.example")));
    assertThat(now.members())
        .extracting(SharedMailbox.Member::address)
        .containsExactly(nurse.address());
    var result =
        directory
            .shared()
            .change(
                ADMIN,
                address("house@verona.example"),
                before -> new Content(Seen.PRIVATE, before.members()));
    assertThat(result).isInstanceOf(SharedMailboxResult.Done.class);
    var texts =
        directory
            .audit(
                new AuditQuery(
                    AuditEntry.ObjectKind.SHARED_MAILBOX, null, null, null, null, null, 9))
            .stream()
            .map(entry -> entry.before() + " -> " + entry.after());
    assertThat(texts)
        .containsExactly(
            "seen: shared -> seen: private",
            "members: nurse@verona.example lrswipkxte, romeo@verona.example lrswipkxte -> "
                + "members: nurse@verona.example lrswipkxte",
            " -> address: house@verona.example\nseen: shared\n"
                + "members: romeo@verona.example lrswipkxte, nurse@verona.example lrswipkxte");
  }

  @Test
  void removing_it_frees_its_members() {
    var made = added("house@verona.example", member("romeo@verona.example"));
    directory.accounts().remove(ADMIN, made.account().id(), Removal.ONLY_IF_UNUSED);
    assertThat(directory.shared().of(romeo.id())).isEmpty();
    assertThat(directory.shared().find(address("house@verona.example"))).isNull();
  }

  @Test
  void whose_mailboxes_to_look_for_is_known_for_people_and_for_a_domain() {
    directory.shared().granted(romeo.id(), new Grantee.Person(nurse.id()));
    assertThat(owners(nurse)).containsExactly("romeo@verona.example");
    directory.shared().granted(nurse.id(), new Grantee.Domain());
    assertThat(owners(romeo)).containsExactly("nurse@verona.example");
    assertThat(owners(nurse)).containsExactly("romeo@verona.example");
    directory.shared().revoked(romeo.id(), new Grantee.Person(nurse.id()));
    assertThat(owners(nurse)).isEmpty();
  }

  private Stream<String> owners(Account person) {
    return directory.shared().ownersFor(person.id()).stream()
        .map(owner -> owner.account().address().toString());
  }
}
