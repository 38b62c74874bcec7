package org.posthorn.domain.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.posthorn.platform.storage.Dialect;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.sasl.Credentials;
import org.posthorn.wire.sasl.Identity;
import org.posthorn.wire.sasl.ScramHash;
import org.posthorn.wire.sasl.Secret;

/// Who is let in, at what cost, and what becomes of older hashes.
@ParameterizedClass
@EnumSource(Dialect.class)
class LoginsTest extends OnBothEngines {

  LoginsTest(Dialect dialect) {
    super(dialect);
  }

  @Test
  void the_right_password_lets_in_and_no_other() {
    var romeo = account("romeo@verona.example");

    assertThat(login("romeo@verona.example", SESAME.reveal()))
        .isEqualTo(new LoginOutcome.Ok(romeo));
    assertThat(login("ROMEO@Verona.Example", SESAME.reveal()))
        .isEqualTo(new LoginOutcome.Ok(romeo));
    assertThat(login("romeo@verona.example", "open sesame"))
        .isEqualTo(new LoginOutcome.WrongPassword(romeo));
    assertThat(login("romeo@verona.example", "")).isEqualTo(new LoginOutcome.WrongPassword(romeo));
    for (var other :
        List.of(
            "paris@verona.example",
            "romeo+x@verona.example",
            "romeo@paris.example",
            "",
            "@",
            "x y"))
      assertThat(login(other, SESAME.reveal())).isEqualTo(new LoginOutcome.UnknownAccount());
  }

  @Test
  void a_login_without_a_domain_needs_a_default_or_an_only_domain() {
    var romeo = account("romeo@verona.example");
    assertThat(login("romeo", SESAME.reveal())).isEqualTo(new LoginOutcome.Ok(romeo));

    directory.domains().add(ADMIN, new DomainName("mantua.example"), DomainSettings.DEFAULT);
    assertThat(login("romeo", SESAME.reveal())).isEqualTo(new LoginOutcome.UnknownAccount());
    try (var other = open(new DirectoryConfig(VERONA, new PartitionId(1), null))) {
      assertThat(other.authenticate("romeo", SESAME, FACTS)).isEqualTo(new LoginOutcome.Ok(romeo));
    }
  }

  @Test
  void every_failed_login_costs_one_argon2_computation_and_a_repeated_one_none() {
    account("romeo@verona.example");
    addStored("old@verona.example", "{SSHA}0qEHcNuvhdGbnTIlNUz04f5pfuwAAQIDBAUGBw==");
    directory
        .accounts()
        .add(
            ADMIN, address("none@verona.example"), AccountSettings.DEFAULT, new NewPassword.None());

    for (var login :
        List.of(
            "romeo@verona.example",
            "old@verona.example",
            "none@verona.example",
            "nobody@verona.example",
            "x@paris.example",
            "no address")) {
      assertThat(cost(login, "wrong password")).as(login).isEqualTo(1);
      assertThat(cost(login, "\u0000")).as(login).isEqualTo(1);
      assertThat(cost(login, "wrong password")).as(login + " again").isEqualTo(1);
    }
    assertThat(cost("romeo@verona.example", SESAME.reveal())).isEqualTo(1);
    assertThat(cost("romeo@verona.example", SESAME.reveal())).isEqualTo(0);
    clock.move(VerificationCache.LIFETIME);
    assertThat(cost("romeo@verona.example", SESAME.reveal())).isEqualTo(1);
  }

  private long cost(String login, String password) {
    long before = directory.argon2Computed();
    login(login, password);
    return directory.argon2Computed() - before;
  }

  private Account addStored(String address, String stored) {
    var result =
        directory
            .accounts()
            .add(ADMIN, address(address), AccountSettings.DEFAULT, new NewPassword.Stored(stored));
    return ((AccountResult.Done) result).account();
  }

  @Test
  void a_new_password_ends_the_old_one_at_once() {
    var romeo = account("romeo@verona.example");
    assertThat(login("romeo@verona.example", SESAME.reveal())).isInstanceOf(LoginOutcome.Ok.class);

    assertThat(
            directory
                .accounts()
                .setPassword(ADMIN, romeo.id(), new NewPassword.Chosen(Secret.of("password1"))))
        .isInstanceOf(AccountResult.WeakPassword.class);
    assertThat(login("romeo@verona.example", SESAME.reveal())).isInstanceOf(LoginOutcome.Ok.class);

    var fresh = directory.generatePassword();
    assertThat(directory.accounts().setPassword(ADMIN, romeo.id(), new NewPassword.Chosen(fresh)))
        .isInstanceOf(AccountResult.Done.class);
    assertThat(login("romeo@verona.example", SESAME.reveal()))
        .isInstanceOf(LoginOutcome.WrongPassword.class);
    assertThat(login("romeo@verona.example", fresh.reveal())).isInstanceOf(LoginOutcome.Ok.class);
  }

  @Test
  void a_disabled_account_is_told_so_only_to_who_knows_the_password() {
    var romeo = account("romeo@verona.example");
    login("romeo@verona.example", SESAME.reveal());
    directory.accounts().change(ADMIN, romeo.id(), settings -> settings.withEnabled(false));

    assertThat(login("romeo@verona.example", "wrong"))
        .isInstanceOf(LoginOutcome.WrongPassword.class);
    assertThat(login("romeo@verona.example", SESAME.reveal()))
        .isInstanceOf(LoginOutcome.Disabled.class);
    assertThat(directory.admit(new Identity(null, "romeo@verona.example")))
        .isInstanceOf(LoginOutcome.Disabled.class);
  }

  @Test
  void an_old_hash_becomes_argon2id_and_scram_keys_at_the_first_login() {
    var romeo = addStored("romeo@verona.example", "{SSHA}0qEHcNuvhdGbnTIlNUz04f5pfuwAAQIDBAUGBw==");
    assertThat(directory.scramUsers().keysOf("romeo@verona.example", ScramHash.SHA_256)).isNull();
    assertThat(login("romeo@verona.example", "wrong"))
        .isInstanceOf(LoginOutcome.WrongPassword.class);
    assertThat(stored(romeo).password()).startsWith("{SSHA}");

    assertThat(login("romeo@verona.example", "Grüße, Julia!")).isInstanceOf(LoginOutcome.Ok.class);
    directory.close(); // waits for the upgrade
    directory = open(DirectoryConfig.DEFAULT);

    assertThat(stored(romeo).password()).startsWith("$argon2id$");
    for (var hash : ScramHash.values())
      assertThat(directory.scramUsers().keysOf("Romeo@verona.example", hash))
          .isNotNull()
          .satisfies(keys ->
              assertThat(new PasswordHash.Scram(keys).matches(Secret.of("Grüße, Julia!")))
                  .isTrue());
    assertThat(login("romeo@verona.example", "Grüße, Julia!")).isInstanceOf(LoginOutcome.Ok.class);
    assertThat(login("romeo@verona.example", "wrong"))
        .isInstanceOf(LoginOutcome.WrongPassword.class);
  }

  private CredentialStore.Stored stored(Account account) {
    var credential = storage.directory().read(tx -> CredentialStore.find(tx, account.id()));
    if (credential == null) throw new AssertionError("no credential");
    return credential.stored();
  }

  @Test
  void a_hash_that_sees_only_part_of_the_password_stays_until_a_new_one_is_set() {
    var romeo = addStored("romeo@verona.example", "{CRYPT}abTNk2la/RKdc");
    assertThat(login("romeo@verona.example", "sesame12 or anything"))
        .isInstanceOf(LoginOutcome.Ok.class);
    directory.close();
    directory = open(DirectoryConfig.DEFAULT);
    assertThat(stored(romeo).password()).isEqualTo("{CRYPT}abTNk2la/RKdc");

    assertThat(login("romeo@verona.example", "sesame12")).isInstanceOf(LoginOutcome.Ok.class);
    directory.close();
    directory = open(DirectoryConfig.DEFAULT);
    assertThat(stored(romeo).password()).startsWith("$argon2id$");
  }

  @Test
  void an_upgrade_does_not_bring_back_a_password_that_was_changed_meanwhile() {
    var romeo = account("romeo@verona.example");
    var old = storage.directory().read(tx -> CredentialStore.find(tx, romeo.id()));
    directory.accounts().setPassword(ADMIN, romeo.id(), new NewPassword.None());
    if (old == null) throw new AssertionError("no credential");

    boolean upgraded =
        storage
            .directory()
            .write(tx -> CredentialStore.upgrade(tx, romeo.id(), old.version(), old.stored()));
    assertThat(upgraded).isFalse();
    assertThat(stored(romeo)).isEqualTo(CredentialStore.Stored.NOTHING);
  }

  @Test
  void a_plain_password_from_elsewhere_is_never_stored_plain() {
    var romeo = addStored("romeo@verona.example", "{PLAIN}open sesame open");
    assertThat(stored(romeo).password()).startsWith("$argon2id$");
    assertThat(login("romeo@verona.example", SESAME.reveal())).isInstanceOf(LoginOutcome.Ok.class);
  }

  @Test
  void an_account_may_act_only_as_itself() {
    var romeo = account("romeo@verona.example");
    account("juliet@verona.example");

    for (var self : List.of("", "romeo@verona.example", "ROMEO@VERONA.example", "romeo")) {
      assertThat(
              directory.authenticate(new Credentials(self, "romeo@verona.example", SESAME), FACTS))
          .isEqualTo(new LoginOutcome.Ok(romeo));
      assertThat(directory.admit(new Identity(self, "romeo@verona.example")))
          .isEqualTo(new LoginOutcome.Ok(romeo));
    }
    for (var other : List.of("juliet@verona.example", "nobody@verona.example", "?"))
      assertThat(directory.admit(new Identity(other, "romeo@verona.example")))
          .isEqualTo(new LoginOutcome.MayNotActAs(romeo, other));
  }

  @Test
  void decoys_survive_a_restart() {
    try (var again = open(DirectoryConfig.DEFAULT)) {
      assertThat(again.decoyKeys()).isEqualTo(directory.decoyKeys());
    }
  }
}
