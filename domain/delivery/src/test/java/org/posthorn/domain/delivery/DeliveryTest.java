package org.posthorn.domain.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.domain.directory.AccountResult;
import org.posthorn.domain.directory.AccountSettings;
import org.posthorn.domain.directory.Actor;
import org.posthorn.domain.directory.AliasResult;
import org.posthorn.domain.directory.Aliases;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.directory.DirectoryConfig;
import org.posthorn.domain.directory.DomainSettings;
import org.posthorn.domain.directory.NewPassword;
import org.posthorn.domain.directory.Quota;
import org.posthorn.domain.directory.Role;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.MailStore;
import org.posthorn.platform.storage.Schemas;
import org.posthorn.platform.storage.Storage;
import org.posthorn.platform.storage.StorageConfig;
import org.posthorn.platform.storage.StorageConfig.Durability;
import org.posthorn.testing.testkit.TestRandom;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;

class DeliveryTest {

  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final Actor TEST = new Actor("test");
  private static final long UNKNOWN = Delivery.UNKNOWN_SIZE;

  @TempDir private Path folder;
  private Storage storage;
  private Directory directory;
  private MailStore mail;
  private Delivery delivery;

  @BeforeEach
  void open() {
    storage =
        Storage.open(
            StorageConfig.sqlite(folder).withDurability(Durability.UNSYNCED),
            new Schemas(List.of(Directory.SCHEMA), List.of(MailStore.SCHEMA)));
    storage.createPartition();
    directory =
        new Directory(
            storage.directory(),
            DirectoryConfig.DEFAULT,
            InstantSource.fixed(NOW),
            TestRandom.notSecure(1));
    mail = new MailStore(storage::partition, InstantSource.fixed(NOW));
    delivery = new Delivery(directory, mail);
    directory.domains().add(TEST, new DomainName("example.test"), DomainSettings.DEFAULT);
    account("romeo", AccountSettings.DEFAULT);
    account("juliet", AccountSettings.DEFAULT);
    account("prince", AccountSettings.DEFAULT.withRoles(Set.of(Role.ADMIN)));
    account("tybalt", AccountSettings.DEFAULT.withEnabled(false));
    account("small", AccountSettings.DEFAULT.withQuota(new Quota(100, 0)));
    account("single", AccountSettings.DEFAULT.withQuota(new Quota(0, 1)));
  }

  @AfterEach
  void close() {
    directory.close();
    storage.close();
  }

  private void account(String name, AccountSettings settings) {
    var added = directory.accounts().add(TEST, address(name), settings, new NewPassword.None());
    assertThat(added).isInstanceOf(AccountResult.Done.class);
  }

  private void alias(String name, String... targets) {
    var to = Stream.of(targets).map(DeliveryTest::address).toArray(EmailAddress[]::new);
    var added = directory.aliases().add(TEST, address(name), Aliases.Content.to(to));
    assertThat(added).isInstanceOf(AliasResult.Done.class);
  }

  private static EmailAddress address(String name) {
    try {
      return EmailAddress.parse(name.contains("@") ? name : name + "@example.test");
    } catch (AddressException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private @Nullable Refusal refusal(String name, Client client, long announced) {
    return switch (delivery.recipient(address(name), client, announced)) {
      case RecipientVerdict.Accept _ -> null;
      case RecipientVerdict.Refuse(var reason, var steps) -> {
        assertThat(steps).isNotEmpty();
        yield reason;
      }
    };
  }

  private Recipient accepted(String name) {
    var verdict = delivery.recipient(address(name), Client.ANYBODY, UNKNOWN);
    assertThat(verdict).isInstanceOf(RecipientVerdict.Accept.class);
    return ((RecipientVerdict.Accept) verdict).recipient();
  }

  /// Delivers a message of so many octets.
  private Outcomes together(int octets, String... names) throws IOException {
    try (var spool = storage.spool(100_000)) {
      spool.write("x".repeat(octets).getBytes(StandardCharsets.US_ASCII));
      var recipients = Stream.of(names).map(this::accepted).toList();
      return new Outcomes(delivery.deliverTogether(new Handover(recipients, spool, NOW)));
    }
  }

  private Outcomes each(int octets, String... names) throws IOException {
    try (var spool = storage.spool(100_000)) {
      spool.write("x".repeat(octets).getBytes(StandardCharsets.US_ASCII));
      var recipients = Stream.of(names).map(this::accepted).toList();
      return new Outcomes(delivery.deliverEach(new Handover(recipients, spool, NOW)));
    }
  }

  private record Outcomes(List<Delivered> results) {
    /// `stored N` with the number of copies, or the reason.
    List<String> inWords() {
      return results.stream()
          .map(result ->
              switch (result) {
                case Delivered.Stored(var copies) -> "stored " + copies.size();
                case Delivered.Refused(var reason) -> reason.name();
              })
          .toList();
    }
  }

  private long messages(String name) {
    var account = directory.accounts().find(address(name));
    assertThat(account).isNotNull();
    return mail.mailboxes().use(MailAccount.of(account)).messages();
  }

  @Test
  void own_addresses_are_taken_from_anybody() {
    assertThat(refusal("romeo", Client.ANYBODY, UNKNOWN)).isNull();
    assertThat(refusal("ROMEO+tag", Client.ANYBODY, 1_000_000)).isNull();
    assertThat(refusal("postmaster", Client.ANYBODY, UNKNOWN)).isNull();
  }

  @Test
  void postmaster_needs_no_domain() {
    var verdict = delivery.postmaster(Client.ANYBODY, UNKNOWN);
    assertThat(verdict).isInstanceOf(RecipientVerdict.Accept.class);
    assertThat(((RecipientVerdict.Accept) verdict).recipient().toString())
        .isEqualTo("prince@example.test");
  }

  @Test
  void each_refusal_has_its_reason() {
    assertThat(refusal("nobody", Client.ANYBODY, UNKNOWN)).isEqualTo(Refusal.UNKNOWN_USER);
    assertThat(refusal("tybalt", Client.ANYBODY, UNKNOWN)).isEqualTo(Refusal.DISABLED);
    alias("circle", "romeo");
    alias("circus", "circle");
    directory.aliases().change(TEST, address("circle"), Aliases.Content.to(address("circus")));
    assertThat(refusal("circle", Client.ANYBODY, UNKNOWN)).isEqualTo(Refusal.ALIAS_LOOP);
  }

  @Test
  void nobody_relays_and_who_has_logged_in_has_to_wait_for_the_queue() {
    assertThat(refusal("friar@elsewhere.test", Client.ANYBODY, UNKNOWN))
        .isEqualTo(Refusal.NOT_OURS);
    assertThat(refusal("friar@elsewhere.test", Client.LOGGED_IN, UNKNOWN))
        .isEqualTo(Refusal.ELSEWHERE);
    alias("friar", "friar@elsewhere.test", "romeo");
    assertThat(refusal("friar", Client.ANYBODY, UNKNOWN)).isEqualTo(Refusal.ELSEWHERE);
  }

  @Test
  void a_size_that_is_announced_is_held_against_the_quota_to_the_octet() throws IOException {
    assertThat(refusal("small", Client.ANYBODY, 100)).isNull();
    assertThat(refusal("small", Client.ANYBODY, 101)).isEqualTo(Refusal.LARGER_THAN_QUOTA);
    assertThat(together(60, "small").inWords()).containsExactly("stored 1");
    assertThat(refusal("small", Client.ANYBODY, 40)).isNull();
    assertThat(refusal("small", Client.ANYBODY, 41)).isEqualTo(Refusal.OVER_QUOTA);
  }

  @Test
  void a_full_mailbox_is_full_for_messages_of_any_size() throws IOException {
    assertThat(together(10, "single").inWords()).containsExactly("stored 1");
    assertThat(refusal("single", Client.ANYBODY, UNKNOWN)).isEqualTo(Refusal.OVER_QUOTA);
  }

  @Test
  void an_alias_is_full_when_one_of_its_mailboxes_is() throws IOException {
    alias("both", "romeo", "small");
    assertThat(refusal("both", Client.ANYBODY, 101)).isEqualTo(Refusal.LARGER_THAN_QUOTA);
    assertThat(together(101, "both").inWords()).containsExactly("LARGER_THAN_QUOTA");
    assertThat(messages("romeo")).isZero();
  }

  @Test
  void together_means_all_or_none() throws IOException {
    assertThat(together(100, "romeo", "small", "juliet").inWords())
        .containsExactly("stored 1", "stored 1", "stored 1");
    assertThat(messages("romeo")).isOne();
    assertThat(messages("small")).isOne();
    assertThat(messages("juliet")).isOne();
  }

  @Test
  void one_full_mailbox_sends_the_message_away_for_all() throws IOException {
    assertThat(together(101, "romeo", "small", "juliet").inWords())
        .containsExactly("WITH_ANOTHER", "LARGER_THAN_QUOTA", "WITH_ANOTHER");
    assertThat(messages("romeo")).isZero();
    assertThat(messages("juliet")).isZero();
  }

  @Test
  void the_full_one_is_refused_for_now_when_the_sender_comes_back() throws IOException {
    assertThat(together(101, "romeo", "small").inWords()).contains("LARGER_THAN_QUOTA");
    assertThat(refusal("small", Client.ANYBODY, UNKNOWN)).isEqualTo(Refusal.OVER_QUOTA);
    assertThat(refusal("small", Client.ANYBODY, 50)).isNull();
    assertThat(together(101, "romeo").inWords()).containsExactly("stored 1");
  }

  @Test
  void each_means_each_alone() throws IOException {
    assertThat(each(101, "romeo", "small", "juliet").inWords())
        .containsExactly("stored 1", "LARGER_THAN_QUOTA", "stored 1");
    assertThat(messages("romeo")).isOne();
    assertThat(messages("small")).isZero();
  }

  @Test
  void an_account_gets_one_copy_by_however_many_addresses() throws IOException {
    alias("lovers", "romeo", "juliet");
    assertThat(together(10, "romeo", "lovers", "romeo+again").inWords())
        .containsExactly("stored 1", "stored 2", "stored 1");
    assertThat(each(10, "romeo", "lovers", "romeo+again").inWords())
        .containsExactly("stored 1", "stored 2", "stored 1");
    assertThat(messages("romeo")).isEqualTo(2);
    assertThat(messages("juliet")).isEqualTo(2);
  }

  @Test
  void an_empty_message_is_a_message() throws IOException {
    assertThat(together(0, "romeo").inWords()).containsExactly("stored 1");
  }
}
