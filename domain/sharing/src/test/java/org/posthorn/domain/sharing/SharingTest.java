package org.posthorn.domain.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.domain.directory.Account;
import org.posthorn.domain.directory.AccountResult;
import org.posthorn.domain.directory.AccountSettings;
import org.posthorn.domain.directory.Actor;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.directory.DirectoryConfig;
import org.posthorn.domain.directory.DomainSettings;
import org.posthorn.domain.directory.NewPassword;
import org.posthorn.domain.directory.Removal;
import org.posthorn.domain.directory.Rights;
import org.posthorn.domain.directory.SharedMailbox.Seen;
import org.posthorn.domain.directory.SharedMailboxes.Content;
import org.posthorn.domain.directory.SharedMailboxes.Content.Wanted;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.MailStore;
import org.posthorn.domain.mailbox.MailboxId;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.platform.storage.Schemas;
import org.posthorn.platform.storage.Storage;
import org.posthorn.platform.storage.StorageConfig;
import org.posthorn.platform.storage.StorageConfig.Durability;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;

/// Who sees whose mailboxes, and what he may do there.
class SharingTest {

  private static final Actor TESTER = new Actor("tester");

  private final Storage storage;
  private final Directory directory;
  private final MailStore mail;
  private final Sharing sharing;
  private final Account romeo;
  private final Account juliet;
  private final Account paris;

  SharingTest(@TempDir Path folder) throws AddressException {
    var clock = InstantSource.system();
    var config = StorageConfig.sqlite(folder).withDurability(Durability.UNSYNCED);
    var schemas = new Schemas(List.of(Directory.SCHEMA), List.of(MailStore.SCHEMA));
    storage = Storage.open(config, schemas);
    storage.createPartition();
    mail = new MailStore(storage::partition, clock);
    directory =
        new Directory(storage.directory(), DirectoryConfig.DEFAULT, clock, new SecureRandom());
    for (var name : List.of("verona.example", "paris.example"))
      directory.domains().add(TESTER, DomainName.parse(name), DomainSettings.DEFAULT);
    sharing = new Sharing(directory, mail);
    romeo = account("romeo@verona.example");
    juliet = account("juliet@verona.example");
    paris = account("count@paris.example");
  }

  private Account account(String address) throws AddressException {
    var added =
        directory
            .accounts()
            .add(
                TESTER,
                EmailAddress.parse(address),
                AccountSettings.DEFAULT,
                new NewPassword.None());
    assertThat(added).isInstanceOf(AccountResult.Done.class);
    var account = ((AccountResult.Done) added).account();
    mail.mailboxes().open(MailAccount.of(account));
    return account;
  }

  @AfterEach
  void close() {
    directory.close();
    storage.close();
  }

  private MailboxId mailbox(Account owner, String path) {
    var found = mail.mailboxes().find(MailAccount.of(owner), new MailboxPath(path));
    return Objects.requireNonNull(found).id();
  }

  private AccessOutcome give(Account owner, String path, String who, String rights) {
    var wanted = Objects.requireNonNull(Rights.parse(rights));
    return sharing.change(Household.own(owner), mailbox(owner, path), who, _ -> wanted);
  }

  private @Nullable Household seen(Account person, Account owner) {
    return sharing.find(person.id(), Realm.OTHER_USERS, owner.address().toString());
  }

  private String rights(Account person, Account owner, String path) {
    var household = seen(person, owner);
    if (household == null) return "no business";
    return sharing.access(household).rights(mailbox(owner, path)).text();
  }

  @Test
  void nobody_sees_what_nobody_gave() {
    assertThat(sharing.others(juliet.id())).isEmpty();
    assertThat(seen(juliet, romeo)).isNull();
    assertThat(sharing.access(Household.own(juliet)).rights(mailbox(juliet, "INBOX")))
        .isEqualTo(Rights.ALL);
  }

  @Test
  void what_is_given_at_one_mailbox_counts_there_until_it_is_taken() {
    assertThat(give(romeo, "Drafts", "juliet", "lr")).isEqualTo(new AccessOutcome.Done());
    assertThat(rights(juliet, romeo, "Drafts")).isEqualTo("lr");
    assertThat(rights(juliet, romeo, "INBOX")).isEmpty();
    sharing.change(Household.own(romeo), mailbox(romeo, "Drafts"), "juliet@verona.example", null);
    assertThat(rights(juliet, romeo, "Drafts")).isEqualTo("no business");
  }

  @Test
  void anyone_is_everybody_at_the_domain_and_adds_to_what_one_has() {
    give(romeo, "Drafts", "anyone", "lr");
    give(romeo, "Drafts", "juliet", "s");
    assertThat(rights(juliet, romeo, "Drafts")).isEqualTo("lrs");
    assertThat(rights(paris, romeo, "Drafts")).isEqualTo("no business");
    give(romeo, "INBOX", "count@paris.example", "l");
    assertThat(rights(paris, romeo, "Drafts")).isEmpty();
    assertThat(rights(paris, romeo, "INBOX")).isEqualTo("l");
  }

  @Test
  void members_have_their_rights_everywhere_but_where_a_mailbox_says_otherwise()
      throws AddressException {
    var members = List.of(new Wanted(romeo.address(), Rights.MEMBER, false));
    directory
        .shared()
        .add(
            TESTER,
            EmailAddress.parse("house@verona.example"),
            AccountSettings.DEFAULT,
            new Content(Seen.PRIVATE, members));
    var house =
        Objects.requireNonNull(
            directory.accounts().find(EmailAddress.parse("house@verona.example")));
    mail.mailboxes().open(MailAccount.of(house));
    var household =
        Objects.requireNonNull(sharing.find(romeo.id(), Realm.SHARED, "House@verona.example"));
    assertThat(sharing.find(romeo.id(), Realm.OTHER_USERS, "house@verona.example")).isNull();
    assertThat(household.where(mailbox(house, "INBOX")).seenBy()).isEqualTo(romeo.id());
    assertThat(sharing.access(household).rights(mailbox(house, "Sent"))).isEqualTo(Rights.MEMBER);
    sharing.change(household, mailbox(house, "Sent"), "romeo", _ -> Rights.NONE);
    sharing.change(
        household, mailbox(house, "Trash"), "juliet", before -> before.plus(Rights.READER));
    assertThat(sharing.access(household).rights(mailbox(house, "Sent"))).isEqualTo(Rights.NONE);
    assertThat(sharing.list(household, mailbox(house, "Trash")))
        .containsExactly(
            new AccessEntry("romeo@verona.example", Rights.MEMBER),
            new AccessEntry("juliet@verona.example", Rights.READER));
    var guest =
        Objects.requireNonNull(sharing.find(juliet.id(), Realm.SHARED, "house@verona.example"));
    assertThat(sharing.access(guest).rights(mailbox(house, "Trash"))).isEqualTo(Rights.READER);
    assertThat(sharing.access(guest).rights(mailbox(house, "INBOX"))).isEqualTo(Rights.NONE);
    assertThat(sharing.again(household)).isEqualTo(household);
    directory.shared().change(TESTER, house.address(), _ -> new Content(Seen.PRIVATE, List.of()));
    assertThat(sharing.again(household)).isNotEqualTo(household);
  }

  @Test
  void who_leaves_has_nothing_at_single_mailboxes_either() {
    give(romeo, "INBOX", "juliet", "lra");
    give(romeo, "Drafts", "juliet", "lr");
    give(romeo, "Drafts", "count@paris.example", "lr");
    sharing.leaves(MailAccount.of(romeo), juliet.id());
    assertThat(rights(juliet, romeo, "INBOX")).isEqualTo("no business");
    assertThat(rights(paris, romeo, "Drafts")).isEqualTo("lr");
  }

  @Test
  void owners_keep_their_rights_and_strangers_get_none() {
    assertThat(give(romeo, "INBOX", "romeo", "l"))
        .isEqualTo(new AccessOutcome.Refused("The owner has all rights, always"));
    assertThat(give(romeo, "INBOX", "mercutio", "l"))
        .isEqualTo(new AccessOutcome.Refused("There is no user mercutio"));
    assertThat(give(romeo, "INBOX", "-juliet", "l")).isInstanceOf(AccessOutcome.Refused.class);
  }

  @Test
  void whoever_goes_is_seen_no_more() {
    give(romeo, "INBOX", "juliet", "lr");
    give(romeo, "INBOX", "count@paris.example", "lr");
    directory.accounts().remove(TESTER, juliet.id(), Removal.WITH_DEPENDENTS);
    assertThat(sharing.list(Household.own(romeo), mailbox(romeo, "INBOX")))
        .extracting(AccessEntry::who)
        .containsExactly("romeo@verona.example", "count@paris.example");
    directory.accounts().change(TESTER, romeo.id(), settings -> settings.withEnabled(false));
    assertThat(sharing.others(paris.id())).isEmpty();
  }
}
