package org.posthorn.domain.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.posthorn.platform.storage.Dialect;
import org.posthorn.platform.storage.Schemas;
import org.posthorn.platform.storage.Storage;
import org.posthorn.platform.storage.StorageConfig.Durability;
import org.posthorn.platform.storage.TestStorage;
import org.posthorn.testing.testkit.ManualClock;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.sasl.Secret;

/// A directory on a clean store, and the words that its tests share. Subclasses run once per
/// engine.
abstract class OnBothEngines {

  static final Actor ADMIN = new Actor("test");
  static final LoginFacts FACTS = new LoginFacts("imap", "192.0.2.1");
  static final DomainName VERONA = new DomainName("verona.example");
  static final Secret SESAME = Secret.of("open sesame open");
  static final Argon2.Cost CHEAP = new Argon2.Cost(64, 1, 1);

  /// One store per engine for all tests: making one takes longer than most tests.
  private static final Map<Dialect, Storage> STORES = new ConcurrentHashMap<>();

  final ManualClock clock = ManualClock.standing();
  final Storage storage;
  Directory directory;

  OnBothEngines(Dialect dialect) {
    storage = STORES.computeIfAbsent(dialect, OnBothEngines::store);
    clean();
    directory = open(DirectoryConfig.DEFAULT);
    directory.domains().add(ADMIN, VERONA, DomainSettings.DEFAULT);
  }

  private static Storage store(Dialect dialect) {
    try {
      var folder = Files.createTempDirectory("directory-test");
      var config = TestStorage.config(dialect, folder).withDurability(Durability.UNSYNCED);
      var storage = Storage.open(config, new Schemas(List.of(Directory.SCHEMA), List.of()));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(storage, folder)));
      return storage;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Storage storage, Path folder) {
    storage.close();
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void clean() {
    storage
        .directory()
        .write(tx -> {
          tx.handle().execute("UPDATE domain SET administrator = NULL");
          for (var table :
              List.of(
                  "audit",
                  "srs_secret",
                  "srs_sender",
                  "dkim_key",
                  "alias_target",
                  "address",
                  "mailbox_grant",
                  "shared_member",
                  "shared_mailbox",
                  "mailing_list_person",
                  "mailing_list",
                  "credential",
                  "account",
                  "alias")) tx.handle().execute("DELETE FROM " + table);
          tx.handle().execute("UPDATE domain SET same_as = NULL");
          tx.handle().execute("DELETE FROM domain");
          return null;
        });
  }

  Directory open(DirectoryConfig config) {
    return new Directory(storage.directory(), config, clock, new SecureRandom(), CHEAP);
  }

  @AfterEach
  void close() {
    directory.close();
  }

  static EmailAddress address(String text) {
    try {
      return EmailAddress.parse(text);
    } catch (AddressException e) {
      throw new AssertionError(text, e);
    }
  }

  Account account(String address) {
    return account(address, AccountSettings.DEFAULT);
  }

  Account account(String address, AccountSettings settings) {
    var result =
        directory.accounts().add(ADMIN, address(address), settings, new NewPassword.Given(SESAME));
    assertThat(result).isInstanceOf(AccountResult.Done.class);
    return ((AccountResult.Done) result).account();
  }

  Alias alias(String address, String... targets) {
    var result = addAlias(address, targets);
    assertThat(result).isInstanceOf(AliasResult.Done.class);
    return ((AliasResult.Done) result).alias();
  }

  AliasResult.OfAdd addAlias(String address, String... targets) {
    var list = List.of(targets).stream().map(OnBothEngines::address).toList();
    return directory.aliases().add(ADMIN, address(address), new Aliases.Content(list, true));
  }

  void settings(DomainName name, DomainSettings settings) {
    assertThat(directory.domains().change(ADMIN, name, _ -> settings))
        .isInstanceOf(DomainResult.Done.class);
  }

  Resolution resolve(String address) {
    return directory.resolve(address(address));
  }

  /// Where mail goes, in one line: accounts with details, then addresses elsewhere.
  String reached(String address) {
    return reached(resolve(address));
  }

  static String reached(Resolution resolution) {
    assertThat(resolution.steps()).isNotEmpty();
    if (!(resolution instanceof Resolution.Found found))
      return resolution.getClass().getSimpleName();
    var accounts =
        found.accounts().stream()
            .map(r -> r.account().address() + (r.detail() == null ? "" : " [" + r.detail() + "]"));
    var elsewhere = found.elsewhere().stream().map(it -> "-> " + it.address());
    var lists = found.lists().stream().map(it -> "list " + it.list().address());
    return Stream.of(accounts, elsewhere, lists)
        .flatMap(it -> it)
        .collect(Collectors.joining(", "));
  }

  LoginOutcome login(String login, String password) {
    return directory.authenticate(login, Secret.of(password), FACTS);
  }

  AccountResult.OfAdd add(String address) {
    return directory
        .accounts()
        .add(ADMIN, address(address), AccountSettings.DEFAULT, new NewPassword.None());
  }
}
