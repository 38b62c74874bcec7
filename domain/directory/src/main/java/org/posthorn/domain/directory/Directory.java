package org.posthorn.domain.directory;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.Database;
import org.posthorn.platform.storage.Migrations;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.sasl.Credentials;
import org.posthorn.wire.sasl.DecoyKeys;
import org.posthorn.wire.sasl.Identity;
import org.posthorn.wire.sasl.Octets;
import org.posthorn.wire.sasl.ScramUsers;
import org.posthorn.wire.sasl.Secret;

/// Who is hosted here: the one place that every protocol and the administrator's commands ask about
/// domains, accounts, aliases and passwords.
///
/// Only proven passwords and, for some seconds, answers to [#resolve] are remembered; every other
/// question reads the database. A change made on this node counts at once, one made on another node
/// within five seconds.
///
/// Any thread may call. Made once by the program's wiring, which closes it before the database.
public final class Directory implements AutoCloseable {

  /// The tables that the directory needs in its database.
  public static final Migrations SCHEMA =
      Migrations.of("directory", "accounts", "dkim", "forwarding", "lists", "sharing", "referrals");

  private final Resolutions database;
  private final DirectoryConfig config;
  private final SecureRandom random;
  private final PasswordWork work;
  private final Logins logins;
  private final Domains domains;
  private final Accounts accounts;
  private final Aliases aliases;
  private final MailingLists lists;
  private final SharedMailboxes shared;
  private final ServerAnnotations annotations;
  private final AccountImport imports;
  private final DkimKeys dkimKeys;
  private final SenderRewriting senders;
  private final DecoyKeys decoys;
  private final @Nullable TokenLogins tokens;

  /// Opens the directory in a database that has its tables.
  public Directory(
      Database database, DirectoryConfig config, InstantSource clock, SecureRandom random) {
    this(database, config, clock, random, Argon2.Cost.OURS);
  }

  Directory(
      Database database,
      DirectoryConfig config,
      InstantSource clock,
      SecureRandom random,
      Argon2.Cost cost) {
    this.database = new Resolutions(database);
    this.config = config;
    this.random = random;
    this.decoys = decoys(database, random);
    this.tokens = config.tokens() == null ? null : new TokenLogins(config.tokens());
    this.work = new PasswordWork(random, cost, Runtime.getRuntime().availableProcessors());
    var cache = new VerificationCache(clock, random);
    var passwords = new NewPasswords(work);
    this.logins = new Logins(this.database, work, cache, config.defaultDomain());
    this.domains = new Domains(this.database, clock);
    this.accounts = new Accounts(this.database, clock, passwords, config.newAccounts());
    this.aliases = new Aliases(this.database, clock);
    this.lists = new MailingLists(this.database, clock);
    this.shared = new SharedMailboxes(this.database, clock, accounts);
    this.annotations = new ServerAnnotations(this.database);
    this.dkimKeys = new DkimKeys(this.database, clock, random);
    this.senders = new SenderRewriting(this.database, database, clock, random);
    this.imports = new AccountImport(this.database, clock, passwords, accounts, work.width());
  }

  private static DecoyKeys decoys(Database database, SecureRandom random) {
    var fresh = new byte[32];
    random.nextBytes(fresh);
    var secret = database.write(tx -> ValueStore.secret(tx, "scram decoys", fresh));
    return new DecoyKeys(Octets.of(secret), PasswordWork.SCRAM_ITERATIONS);
  }

  public Domains domains() {
    return domains;
  }

  public Accounts accounts() {
    return accounts;
  }

  public Aliases aliases() {
    return aliases;
  }

  public MailingLists lists() {
    return lists;
  }

  /// The mailboxes that several people use.
  public SharedMailboxes shared() {
    return shared;
  }

  /// Annotations of the server that all its users share.
  public ServerAnnotations annotations() {
    return annotations;
  }

  public DkimKeys dkimKeys() {
    return dkimKeys;
  }

  /// The senders of mail that our domains send on.
  public SenderRewriting senders() {
    return senders;
  }

  public AccountImport imports() {
    return imports;
  }

  /// Where mail for this address goes, as one snapshot of the directory shows it; see the class for
  /// how old that may be.
  public Resolution resolve(EmailAddress address) {
    return database.resolve(address);
  }

  /// Whether mail for this domain is for us, as [#resolve] sees it.
  public boolean isOurs(DomainName domain) {
    return database.isOurs(domain);
  }

  /// Whether an account may send in the name of this address: mail for it comes to the account (as
  /// its own address, with a detail, or by an alias; RFC 6409 §6.1), or to a shared mailbox that
  /// lets it.
  public boolean maySendAs(AccountId account, EmailAddress address) {
    return resolve(address) instanceof Resolution.Found found
        && found.accounts().stream()
            .map(recipient -> recipient.account().id())
            .anyMatch(id -> id.equals(account) || shared.maySendAs(account, id));
  }

  /// Where mail for `<postmaster>` without a domain goes (RFC 5321 §4.5.1).
  public Resolution resolvePostmaster() {
    return database.read(tx -> {
      var only = config.defaultDomain() == null ? DomainStore.only(tx) : null;
      var domain = only == null ? config.defaultDomain() : only.name();
      return new Resolver(tx).postmaster(domain);
    });
  }

  /// Checks a plain password. A check that fails costs the same whether the account exists or not.
  ///
  /// @param login the account's address, or its local part alone where the domain is plain
  public LoginOutcome authenticate(String login, Secret password, LoginFacts facts) {
    return logins.authenticate(login, password, facts);
  }

  /// Checks what PLAIN or LOGIN brought; an account may act only as itself.
  public LoginOutcome authenticate(Credentials credentials, LoginFacts facts) {
    var outcome = logins.authenticate(credentials.authcid(), credentials.password(), facts);
    return logins.actingAs(outcome, credentials.authzid());
  }

  /// Whether somebody whom an exchange has proven may come in: by SCRAM, by an access token, or by
  /// a certificate. An account may act only as itself.
  public LoginOutcome admit(Identity identity) {
    return logins.actingAs(logins.admit(identity.authcid()), identity.authzid());
  }

  /// Where SCRAM exchanges find their keys. A store that does not answer is a
  /// [org.posthorn.platform.storage.StorageException].
  public ScramUsers scramUsers() {
    return logins::scramKeys;
  }

  /// What SCRAM exchanges answer about accounts that do not exist: the same on all nodes and after
  /// restarts.
  public DecoyKeys decoyKeys() {
    return decoys;
  }

  /// Who checks access tokens; null when they are not taken.
  @Nullable TokenLogins tokens() {
    return tokens;
  }

  /// A password of 100 random bits that can be read aloud and typed.
  public Secret generatePassword() {
    return PasswordGenerator.generate(random);
  }

  /// Writes down a change of what another room keeps in the directory's database, in its
  /// transaction.
  public static void audit(Transaction tx, AuditEntry entry) {
    AuditStore.write(tx, entry);
  }

  /// Administrative changes, newest first.
  public List<AuditEntry> audit(AuditQuery query) {
    return database.read(tx -> AuditStore.list(tx, query));
  }

  /// For tests: how many Argon2 hashes were computed.
  long argon2Computed() {
    return work.argon2Computed();
  }

  /// Waits for password upgrades that have begun.
  @Override
  public void close() {
    logins.close();
    work.close();
  }
}
