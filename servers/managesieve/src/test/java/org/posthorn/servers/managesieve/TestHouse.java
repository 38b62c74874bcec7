package org.posthorn.servers.managesieve;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.posthorn.domain.directory.Account;
import org.posthorn.domain.directory.AccountResult;
import org.posthorn.domain.directory.AccountSettings;
import org.posthorn.domain.directory.Actor;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.directory.DirectoryConfig;
import org.posthorn.domain.directory.DomainSettings;
import org.posthorn.domain.directory.NewPassword;
import org.posthorn.domain.filters.FilterScripts;
import org.posthorn.domain.filters.Filters;
import org.posthorn.domain.filters.SiteScripts;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.MailStore;
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
import org.posthorn.platform.storage.Schemas;
import org.posthorn.platform.storage.Storage;
import org.posthorn.platform.storage.StorageConfig;
import org.posthorn.platform.storage.StorageConfig.Durability;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.sasl.Secret;

/// A whole server on a real store and directory in a folder of its own: two accounts, a plain port
/// with STARTTLS and one with implicit TLS. The ManageSieve configuration may change between
/// connections.
final class TestHouse implements AutoCloseable, ConnectionHandler {

  static final String PASSWORD = "wherefore-Art-77-thou";
  static final ManageSieveConfig CONFIG = ManageSieveConfig.of("mail.example.test");
  static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  private static final Actor TESTER = new Actor("tester");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final InstantSource clock = () -> NOW;
  private final Storage storage;
  private final Directory directory;
  private final FilterScripts scripts;
  private final Listeners listeners;
  private final TlsContexts tls;
  private final int plainPort;
  private final int tlsPort;
  private volatile ManageSieveServer server;

  TestHouse(Path folder) {
    var schemas = new Schemas(List.of(Directory.SCHEMA), List.of(MailStore.SCHEMA, Filters.SCHEMA));
    var config = StorageConfig.sqlite(folder).withDurability(Durability.UNSYNCED);
    storage = Storage.open(config, schemas);
    storage.createPartition();
    scripts = new FilterScripts(storage::partition, () -> SiteScripts.NONE, clock);
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
      var config = new ListenerConfig("managesieve", here, 0, mode, proxies, 100);
      return listeners.open(config, tls, this).port();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private ManageSieveServer server(ManageSieveConfig config) {
    return new ManageSieveServer(config, directory, scripts, RANDOM);
  }

  /// For connections from now on.
  void configure(ManageSieveConfig config) {
    server = server(config);
  }

  /// Takes both accounts' scripts away.
  void reset() {
    for (var name : List.of("romeo", "juliet")) scripts.remove(mailAccount(name));
    configure(CONFIG);
  }

  Account account(String name) {
    return Objects.requireNonNull(directory.accounts().find(address(name)));
  }

  MailAccount mailAccount(String name) {
    return MailAccount.of(account(name));
  }

  FilterScripts scripts() {
    return scripts;
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

  @Override
  public void close() {
    listeners.close();
    directory.close();
    storage.close();
  }
}
