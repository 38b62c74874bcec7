package org.posthorn.servers.imap;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.posthorn.domain.directory.Account;
import org.posthorn.domain.directory.AccountResult;
import org.posthorn.domain.directory.AccountSettings;
import org.posthorn.domain.directory.Actor;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.directory.DirectoryConfig;
import org.posthorn.domain.directory.DomainSettings;
import org.posthorn.domain.directory.NewPassword;
import org.posthorn.domain.directory.Quota;
import org.posthorn.domain.directory.Rights;
import org.posthorn.domain.directory.Role;
import org.posthorn.domain.directory.SharedMailbox.Seen;
import org.posthorn.domain.directory.SharedMailboxes.Content;
import org.posthorn.domain.directory.SharedMailboxes.Content.Wanted;
import org.posthorn.domain.mailbox.Arrival;
import org.posthorn.domain.mailbox.Flags;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.MailStore;
import org.posthorn.domain.mailbox.NewEmail;
import org.posthorn.domain.search.IndexLimits;
import org.posthorn.domain.search.SearchIndex;
import org.posthorn.platform.net.CertificateSource;
import org.posthorn.platform.net.Cidr;
import org.posthorn.platform.net.Connection;
import org.posthorn.platform.net.ConnectionHandler;
import org.posthorn.platform.net.ListenerConfig;
import org.posthorn.platform.net.Listeners;
import org.posthorn.platform.net.NetworkLimits;
import org.posthorn.platform.net.Passphrase;
import org.posthorn.platform.net.TlsContexts;
import org.posthorn.platform.net.TlsMode;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.Schemas;
import org.posthorn.platform.storage.Storage;
import org.posthorn.platform.storage.StorageConfig;
import org.posthorn.platform.storage.StorageConfig.Durability;
import org.posthorn.testing.testkit.Mail;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.sasl.Secret;

/// A whole server on a real store and directory in a folder of its own: two accounts, a plain port
/// with STARTTLS and one with implicit TLS. The IMAP configuration may change between connections.
final class TestHouse implements AutoCloseable, ConnectionHandler {

  static final String PASSWORD = "wherefore-Art-77-thou";
  static final ImapConfig CONFIG = ImapConfig.of("mail.example.test");
  static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  private static final Actor TESTER = new Actor("tester");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final InstantSource clock = () -> NOW;
  private final Storage storage;
  private final Directory directory;
  private final MailStore mail;
  private final SearchIndex index;
  private final Listeners listeners;
  private final TlsContexts tls;
  private final int plainPort;
  private final int tlsPort;
  private volatile ImapServer server;

  TestHouse(Path folder) {
    var schemas =
        new Schemas(List.of(Directory.SCHEMA), List.of(MailStore.SCHEMA, SearchIndex.SCHEMA));
    var config = StorageConfig.sqlite(folder).withDurability(Durability.UNSYNCED);
    storage = Storage.open(config, schemas);
    storage.createPartition();
    mail = new MailStore(storage::partition, clock);
    index = new SearchIndex(mail, storage::partition, IndexLimits.DEFAULTS);
    directory = new Directory(storage.directory(), DirectoryConfig.DEFAULT, clock, RANDOM);
    directory.domains().add(TESTER, domain(), DomainSettings.DEFAULT);
    for (var name : List.of("romeo", "juliet")) {
      var password = new NewPassword.Given(Secret.of(PASSWORD));
      var added =
          directory.accounts().add(TESTER, address(name), AccountSettings.DEFAULT, password);
      if (!(added instanceof AccountResult.Done)) throw new IllegalStateException("" + added);
    }
    server = server(CONFIG);
    listeners = new Listeners(NetworkLimits.DEFAULTS, InstantSource.system(), RANDOM);
    tls = tls(folder);
    plainPort = open(TlsMode.STARTTLS, List.of());
    tlsPort = open(TlsMode.IMPLICIT, List.of());
  }

  private static TlsContexts tls(Path folder) {
    var own = new CertificateSource.SelfSigned(folder, List.of("localhost", "127.0.0.1"));
    try {
      return new TlsContexts(List.of(own), Passphrase.NONE, InstantSource.system(), RANDOM);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private int open(TlsMode mode, List<Cidr> proxies) {
    var here = List.of(InetAddress.ofLiteral("127.0.0.1"));
    try {
      var config = new ListenerConfig("imap", here, 0, mode, proxies, 100);
      return listeners.open(config, tls, this).port();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private ImapServer server(ImapConfig config) {
    return new ImapServer(config, directory, mail, index, storage::spool, clock, RANDOM);
  }

  /// For connections from now on.
  void configure(ImapConfig config) {
    server = server(config);
  }

  /// Empties both accounts and takes their limits away.
  void reset() {
    for (var name : List.of("romeo", "juliet")) {
      quota(name, Quota.NONE);
      mail.mailboxes().remove(mailAccount(name));
      mail.mailboxes().open(mailAccount(name));
    }
    configure(CONFIG);
  }

  /// Makes the shared mailbox `info`, if there is none, with both accounts as members.
  void share(String seen, String rightsOfJuliet) {
    var rights = Objects.requireNonNull(Rights.parse(rightsOfJuliet));
    var members =
        List.of(
            new Wanted(address("romeo"), Rights.ALL, true),
            new Wanted(address("juliet"), rights, false));
    var content = new Content(Seen.valueOf(seen.toUpperCase(Locale.ROOT)), members);
    var settings = new AccountSettings("Info", true, new Quota(1_000_000, 0), Set.of());
    directory.shared().add(TESTER, address("info"), settings, content);
    directory.shared().change(TESTER, address("info"), _ -> content);
    mail.mailboxes().remove(mailAccount("info"));
    mail.mailboxes().open(mailAccount("info"));
  }

  void quota(String name, Quota quota) {
    directory.accounts().change(TESTER, account(name).id(), settings -> settings.withQuota(quota));
  }

  void makeAdministrator(String name) {
    directory
        .accounts()
        .change(TESTER, account(name).id(), settings -> settings.withRoles(Set.of(Role.ADMIN)));
  }

  /// Puts a message into the INBOX.
  void deliver(String name, Mail message) throws IOException {
    try (var spool = storage.spool(message.bytes().length)) {
      spool.write(message.bytes());
      var inbox = new Arrival.Target.Inbox();
      var email = NewEmail.of(spool);
      mail.messages().store(List.of(new Arrival(mailAccount(name), inbox, email, Flags.NONE, NOW)));
    }
  }

  Account account(String name) {
    return Objects.requireNonNull(directory.accounts().find(address(name)));
  }

  MailAccount mailAccount(String name) {
    return MailAccount.of(account(name));
  }

  /// From now on no message waits to be indexed.
  void indexAll() {
    index.indexAll(new PartitionId(1));
  }

  MailStore mail() {
    return mail;
  }

  Directory directory() {
    return directory;
  }

  int plainPort() {
    return plainPort;
  }

  int tlsPort() {
    return tlsPort;
  }

  /// A port whose clients all seem to come from far away, because they say so by the PROXY
  /// protocol.
  int farPort() {
    return open(TlsMode.STARTTLS, List.of(Cidr.parse("127.0.0.1/32")));
  }

  /// From now on nothing can be stored or read.
  void loseStorage() {
    storage.close();
  }

  Listeners listeners() {
    return listeners;
  }

  @Override
  public void serve(Connection connection) throws IOException {
    server.serve(connection);
  }

  private static DomainName domain() {
    return address("x").domain();
  }

  private static EmailAddress address(String name) {
    try {
      return EmailAddress.parse(name + "@example.test");
    } catch (org.posthorn.wire.mail.AddressException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static Path folder() {
    try {
      return Files.createTempDirectory("posthorn-imap");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    listeners.close();
    directory.close();
    storage.close();
  }
}
