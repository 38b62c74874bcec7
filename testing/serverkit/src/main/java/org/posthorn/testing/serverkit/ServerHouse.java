package org.posthorn.testing.serverkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Account;
import org.posthorn.domain.directory.AccountResult;
import org.posthorn.domain.directory.AccountSettings;
import org.posthorn.domain.directory.Actor;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.directory.DirectoryConfig;
import org.posthorn.domain.directory.DomainSettings;
import org.posthorn.domain.directory.NewPassword;
import org.posthorn.domain.directory.Referral;
import org.posthorn.domain.mailbox.Arrival;
import org.posthorn.domain.mailbox.Flags;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.MailStore;
import org.posthorn.domain.mailbox.NewEmail;
import org.posthorn.platform.net.CertificateSource;
import org.posthorn.platform.net.Cidr;
import org.posthorn.platform.net.ClientAuthorities;
import org.posthorn.platform.net.Connection;
import org.posthorn.platform.net.ConnectionHandler;
import org.posthorn.platform.net.ListenerConfig;
import org.posthorn.platform.net.Listeners;
import org.posthorn.platform.net.NetworkLimits;
import org.posthorn.platform.net.Passphrase;
import org.posthorn.platform.net.TlsContexts;
import org.posthorn.platform.net.TlsMode;
import org.posthorn.platform.storage.Migrations;
import org.posthorn.platform.storage.Schemas;
import org.posthorn.platform.storage.Storage;
import org.posthorn.platform.storage.StorageConfig;
import org.posthorn.platform.storage.StorageConfig.Durability;
import org.posthorn.testing.testkit.Mail;
import org.posthorn.testing.testkit.Mails;
import org.posthorn.testing.testkit.ManualClock;
import org.posthorn.testing.testkit.TestCertificates;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.sasl.Secret;

/// A whole server on a real store and directory in a folder of its own: two accounts, a plain port
/// with STARTTLS and one with implicit TLS, access tokens ([TestTokens]) and certificates of
/// clients. Who extends it says which server, by [#open], and may replace it between connections,
/// by [#serveWith].
public class ServerHouse implements AutoCloseable {

  public static final String PASSWORD = "wherefore-Art-77-thou";
  public static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  protected static final Actor TESTER = new Actor("tester");
  protected static final SecureRandom RANDOM = new SecureRandom();
  protected static final List<String> PEOPLE = List.of("romeo", "juliet");

  private static final int MAX_CONNECTIONS = 100;

  private final ManualClock clock = ManualClock.at(NOW);
  private final Storage storage;
  private final Directory directory;
  private final MailStore mail;
  private final Listeners listeners;
  private final TestCertificates people;
  private final TlsContexts tls;
  private String protocol = "";
  private int plainPort;
  private int tlsPort;
  private volatile @Nullable ConnectionHandler server;

  /// @param more what the server keeps in a partition beside mail
  protected ServerHouse(Path folder, Migrations... more) {
    var partition = new ArrayList<>(List.of(MailStore.SCHEMA));
    partition.addAll(List.of(more));
    var config = StorageConfig.sqlite(folder).withDurability(Durability.UNSYNCED);
    storage = Storage.open(config, new Schemas(List.of(Directory.SCHEMA), partition));
    storage.createPartition();
    mail = new MailStore(storage::partition, clock);
    var logins = DirectoryConfig.DEFAULT.withTokens(TestTokens.CHECKED);
    directory = new Directory(storage.directory(), logins, clock, RANDOM);
    directory.domains().add(TESTER, address("x").domain(), DomainSettings.DEFAULT);
    for (var name : PEOPLE) {
      var password = new NewPassword.Given(Secret.of(PASSWORD));
      var added =
          directory.accounts().add(TESTER, address(name), AccountSettings.DEFAULT, password);
      if (!(added instanceof AccountResult.Done)) throw new IllegalStateException("" + added);
    }
    listeners = new Listeners(NetworkLimits.DEFAULTS, InstantSource.system(), RANDOM);
    people = new TestCertificates(folder);
    tls = tls(folder, people);
  }

  private static TlsContexts tls(Path folder, TestCertificates people) {
    var own = new CertificateSource.SelfSigned(folder, List.of("localhost", "127.0.0.1"));
    try {
      var clock = InstantSource.system();
      var clients = new ClientAuthorities(people.authority(), people.revocations(), clock);
      return new TlsContexts(List.of(own), Passphrase.NONE, clock, RANDOM).asking(clients);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Opens both ports; the last thing that a constructor does.
  protected final void open(String protocolName, ConnectionHandler first) {
    protocol = protocolName;
    server = first;
    plainPort = open(TlsMode.STARTTLS, List.of());
    tlsPort = open(TlsMode.IMPLICIT, List.of());
  }

  private int open(TlsMode mode, List<Cidr> proxies) {
    var here = List.of(InetAddress.ofLiteral("127.0.0.1"));
    try {
      var config = new ListenerConfig(protocol, here, 0, mode, proxies, MAX_CONNECTIONS);
      return listeners.open(config, tls, this::serve).port();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve(Connection connection) throws IOException {
    Objects.requireNonNull(server).serve(connection);
  }

  /// For connections from now on.
  protected final void serveWith(ConnectionHandler next) {
    server = next;
  }

  /// Empties both accounts.
  protected final void empty() {
    for (var name : PEOPLE) empty(name);
  }

  /// Empties an account.
  protected final void empty(String name) {
    mail.mailboxes().remove(mailAccount(name));
    mail.mailboxes().open(mailAccount(name));
  }

  /// Puts a message into the INBOX.
  public final void deliver(String name, byte[] message) throws IOException {
    try (var spool = storage.spool(message.length)) {
      spool.write(message);
      var inbox = new Arrival.Target.Inbox();
      var email = NewEmail.of(spool);
      mail.messages().store(List.of(new Arrival(mailAccount(name), inbox, email, Flags.NONE, NOW)));
    }
  }

  public final void deliver(String name, Mail message) throws IOException {
    deliver(name, message.bytes());
  }

  /// Puts some of [Mails] into the INBOX.
  ///
  /// @param mails their names, with blanks between them; may be empty
  public final void deliverNamed(String name, String mails) throws IOException {
    for (var mail : mails.split(" ", -1)) if (!mail.isEmpty()) deliver(name, Mails.named(mail));
  }

  /// Says that somebody's mail is elsewhere.
  ///
  /// @param referral as it is stored: `moved imap.example.net`; empty for here
  public final void refer(String name, String referral) {
    directory
        .accounts()
        .change(TESTER, account(name).id(), it -> it.withReferral(Referral.parse(referral)));
  }

  public final Account account(String name) {
    return Objects.requireNonNull(directory.accounts().find(address(name)));
  }

  public final MailAccount mailAccount(String name) {
    return MailAccount.of(account(name));
  }

  protected static EmailAddress address(String name) {
    try {
      return EmailAddress.parse(name + "@example.test");
    } catch (AddressException e) {
      throw new IllegalArgumentException(e);
    }
  }

  protected final ManualClock clock() {
    return clock;
  }

  protected final Storage storage() {
    return storage;
  }

  public final MailStore mail() {
    return mail;
  }

  public final Directory directory() {
    return directory;
  }

  public final Listeners listeners() {
    return listeners;
  }

  /// The certificates that clients may have.
  public final TestCertificates people() {
    return people;
  }

  public final int plainPort() {
    return plainPort;
  }

  public final int tlsPort() {
    return tlsPort;
  }

  /// A port whose clients all seem to come from far away, because they say so by the PROXY
  /// protocol.
  public final int farPort() {
    return open(TlsMode.STARTTLS, List.of(Cidr.parse("127.0.0.1/32")));
  }

  /// From now on nothing can be stored or read.
  public final void loseStorage() {
    storage.close();
  }

  @Override
  public void close() {
    listeners.close();
    directory.close();
    storage.close();
  }
}
