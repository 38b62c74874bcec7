package org.posthorn.domain.directory;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.CredentialStore.Credential;
import org.posthorn.domain.directory.CredentialStore.Stored;
import org.posthorn.platform.storage.Database;
import org.posthorn.platform.storage.StorageException;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.Localpart;
import org.posthorn.wire.sasl.Prepared;
import org.posthorn.wire.sasl.ScramHash;
import org.posthorn.wire.sasl.ScramKeys;
import org.posthorn.wire.sasl.Secret;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets people in. Any thread may call.
///
/// A login is the account's address, at any name of its domain, or its local part alone where the
/// domain is plain. Aliases and details are no logins. Every failed check of a plain password costs
/// one Argon2id computation, whether the account exists or not.
final class Logins implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Logins.class);

  private final Database database;
  private final PasswordWork work;
  private final VerificationCache cache;
  private final @Nullable DomainName defaultDomain;

  /// Puts better hashes in place of older ones, beside the login that brought the password; ends
  /// with [#close], which waits for what has begun.
  private final ExecutorService upgrades =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("password-upgrade-", 0).factory());

  private final Map<AccountId, Boolean> upgrading = new ConcurrentHashMap<>();

  Logins(
      Database database,
      PasswordWork work,
      VerificationCache cache,
      @Nullable DomainName defaultDomain) {
    this.database = database;
    this.work = work;
    this.cache = cache;
    this.defaultDomain = defaultDomain;
  }

  /// An account that may log in, as one snapshot shows it.
  private record Found(Account account, boolean domainEnabled, @Nullable Credential credential) {
    private @Nullable String whyDisabled() {
      if (!account.enabled()) return "the account is disabled";
      return domainEnabled ? null : "the domain is disabled";
    }

    /// What becomes of somebody who was proven to be there.
    LoginOutcome outcome() {
      var disabled = whyDisabled();
      if (disabled != null) return new LoginOutcome.Disabled(account, disabled);
      var referral = account.settings().referral();
      return referral != null && referral.kind() == Referral.Kind.MOVED
          ? new LoginOutcome.Moved(account, referral)
          : new LoginOutcome.Ok(account);
    }
  }

  LoginOutcome authenticate(String login, Secret password, LoginFacts facts) {
    try {
      var prepared = Prepared.password(password);
      var found = database.read(tx -> find(tx, login));
      // What no password can be is still paid for.
      var outcome =
          prepared == null
              ? unprepared(found)
              : found == null ? unknown(prepared) : check(found, prepared);
      tell(login, facts, outcome);
      return outcome;
    } catch (PasswordWork.BusyException e) {
      return temporary(login, facts, e);
    } catch (StorageException e) {
      return temporary(login, facts, e);
    }
  }

  private LoginOutcome unprepared(@Nullable Found found) throws PasswordWork.BusyException {
    work.pretend(Secret.of("no password"));
    return found == null
        ? new LoginOutcome.UnknownAccount()
        : new LoginOutcome.WrongPassword(found.account);
  }

  private LoginOutcome unknown(Secret password) throws PasswordWork.BusyException {
    work.pretend(password);
    return new LoginOutcome.UnknownAccount();
  }

  private LoginOutcome check(Found found, Secret password) throws PasswordWork.BusyException {
    var credential = found.credential;
    var verifier = credential == null ? null : credential.stored().verifier();
    if (credential == null || verifier == null) {
      work.pretend(password);
      return new LoginOutcome.WrongPassword(found.account);
    }
    var id = found.account.id();
    if (!cache.knows(id, credential.version(), password)) {
      if (!work.matches(verifier, password)) return new LoginOutcome.WrongPassword(found.account);
      cache.remember(id, credential.version(), password);
      if (needsUpgrade(credential.stored(), verifier) && verifier.seesWhole(password))
        upgrade(id, credential.version(), password);
    }
    return found.outcome();
  }

  private boolean needsUpgrade(Stored stored, PasswordHash verifier) {
    return !verifier.isAsGoodAs(work.cost()) || stored.sha1() == null || stored.sha256() == null;
  }

  /// Durable when it is done; if the process ends before, the next login does it.
  private void upgrade(AccountId account, long version, Secret password) {
    if (upgrading.putIfAbsent(account, true) != null) return;
    try {
      upgrades.execute(() -> {
        try {
          var stored = Stored.of(work.hash(password));
          database.write(tx -> CredentialStore.upgrade(tx, account, version, stored));
          LOG.info("account {}: password hash upgraded to Argon2id and SCRAM keys", account);
        } catch (PasswordWork.BusyException | StorageException e) {
          LOG.info("account {}: password hash not upgraded yet: {}", account, e.getMessage());
        } finally {
          upgrading.remove(account);
        }
      });
    } catch (RejectedExecutionException _) {
      upgrading.remove(account); // closing
    }
  }

  /// The keys that a SCRAM exchange is checked with; null when there are none. Whether the account
  /// is enabled is asked by [#admit] after the exchange, when the password is known to be right.
  @Nullable ScramKeys scramKeys(String login, ScramHash hash) {
    var found = database.read(tx -> find(tx, login));
    var credential = found == null ? null : found.credential;
    return credential == null ? null : credential.stored().keys(hash);
  }

  /// Whether somebody who was proven to be there may come in.
  LoginOutcome admit(String login) {
    try {
      var found = database.read(tx -> find(tx, login));
      return found == null ? new LoginOutcome.UnknownAccount() : found.outcome();
    } catch (StorageException e) {
      LOG.warn("login of {} could not be decided: {}", login, e.getMessage());
      return new LoginOutcome.TemporaryFailure(String.valueOf(e.getMessage()));
    }
  }

  /// An outcome that is good for oneself, for somebody who asks to act as `authzid`: he may act
  /// only as himself.
  LoginOutcome actingAs(LoginOutcome outcome, @Nullable String authzid) {
    if (authzid == null || authzid.isEmpty()) return outcome;
    if (!(outcome instanceof LoginOutcome.Ok(var account))) return outcome;
    try {
      var asked = database.read(tx -> find(tx, authzid));
      return asked != null && asked.account.id().equals(account.id())
          ? outcome
          : new LoginOutcome.MayNotActAs(account, authzid);
    } catch (StorageException e) {
      return new LoginOutcome.TemporaryFailure(String.valueOf(e.getMessage()));
    }
  }

  private @Nullable Found find(Transaction tx, String login) {
    var address = address(tx, login);
    if (address == null) return null;
    var hosted = DomainStore.hosted(tx, address.domain());
    if (hosted == null) return null;
    var account = AccountStore.find(tx, hosted.domain().id(), address.localpart());
    if (account == null) return null;
    boolean enabled = hosted.named().settings().enabled() && hosted.domain().settings().enabled();
    return new Found(account, enabled, CredentialStore.find(tx, account.id()));
  }

  private @Nullable EmailAddress address(Transaction tx, String login) {
    try {
      if (login.indexOf('@') >= 0) return EmailAddress.parse(login);
      if (login.isEmpty()) return null;
      var localpart = Localpart.parse(login);
      if (defaultDomain != null) return new EmailAddress(localpart, defaultDomain);
      var only = DomainStore.only(tx);
      return only == null ? null : new EmailAddress(localpart, only.name());
    } catch (AddressException _) {
      return null;
    }
  }

  private static void tell(String login, LoginFacts facts, LoginOutcome outcome) {
    if (!(outcome instanceof LoginOutcome.Ok))
      LOG.debug(
          "{} login of {} from {} refused: {}",
          facts.protocol(),
          login,
          facts.peer(),
          outcome.getClass().getSimpleName());
  }

  private static LoginOutcome temporary(String login, LoginFacts facts, Exception cause) {
    LOG.warn(
        "{} login of {} from {} could not be decided: {}",
        facts.protocol(),
        login,
        facts.peer(),
        cause.getMessage());
    return new LoginOutcome.TemporaryFailure(String.valueOf(cause.getMessage()));
  }

  @Override
  public void close() {
    upgrades.close();
  }
}
