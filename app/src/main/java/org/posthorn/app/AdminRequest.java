package org.posthorn.app;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.app.AdminAnswer.AccountPage;
import org.posthorn.app.AdminAnswer.AddressVerdict;
import org.posthorn.app.AdminAnswer.AliasPage;
import org.posthorn.app.AdminAnswer.Authority;
import org.posthorn.app.AdminAnswer.CheckReport;
import org.posthorn.app.AdminAnswer.DkimKeyPage;
import org.posthorn.app.AdminAnswer.DomainPage;
import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.AdminAnswer.FeedbackPage;
import org.posthorn.app.AdminAnswer.FeedbackRows;
import org.posthorn.app.AdminAnswer.FeedbackSums;
import org.posthorn.app.AdminAnswer.Examination;
import org.posthorn.app.AdminAnswer.ImportReport;
import org.posthorn.app.AdminAnswer.ListMembers;
import org.posthorn.app.AdminAnswer.ListPage;
import org.posthorn.app.AdminAnswer.Issued;
import org.posthorn.app.AdminAnswer.MessageStory;
import org.posthorn.app.AdminAnswer.OneAccount;
import org.posthorn.app.AdminAnswer.OneAlias;
import org.posthorn.app.AdminAnswer.OneDomain;
import org.posthorn.app.AdminAnswer.OneList;
import org.posthorn.app.AdminAnswer.QueueCounts;
import org.posthorn.app.AdminAnswer.QueuePage;
import org.posthorn.app.AdminAnswer.ReceivedPage;
import org.posthorn.app.AdminAnswer.RecordPage;
import org.posthorn.app.AdminAnswer.Status;
import org.posthorn.app.AdminAnswer.SuppressionPage;
import org.posthorn.domain.directory.ListQuery;
import org.posthorn.app.AdminAnswer.TlsStatus;

/// What an administrator may ask for, as values that go through the admin socket as JSON.
///
/// In requests that change something a null leaves things as they are.
///
/// @param <R> what is answered
sealed interface AdminRequest<R extends AdminAnswer> {

  /// The class of the answer.
  Class<R> answer();

  /// Asks the server about itself; it makes sense only while one runs.
  sealed interface OfServer<R extends AdminAnswer> extends AdminRequest<R> {}

  /// Asks about this installation as others see it: what is configured and stored, and what a
  /// server, if one runs, knows.
  sealed interface OfSite<R extends AdminAnswer> extends AdminRequest<R> {}

  /// Asks about what is stored.
  sealed interface OfStore<R extends AdminAnswer> extends AdminRequest<R> {}

  record ShowStatus() implements OfServer<Status> {
    @Override
    public Class<Status> answer() {
      return Status.class;
    }
  }

  record StopServer() implements OfServer<Done> {
    @Override
    public Class<Done> answer() {
      return Done.class;
    }
  }

  /// Reads the certificate files again.
  record ReloadCertificates() implements OfServer<Done> {
    @Override
    public Class<Done> answer() {
      return Done.class;
    }
  }

  /// Shows the certificates and how the orders by ACME stand.
  record ShowTls() implements OfServer<TlsStatus> {
    @Override
    public Class<TlsStatus> answer() {
      return TlsStatus.class;
    }
  }

  /// Orders a certificate by ACME now.
  ///
  /// @param newKey does not keep the private key
  record RenewCertificate(boolean newKey) implements OfServer<Done> {
    @Override
    public Class<Done> answer() {
      return Done.class;
    }
  }

  /// Makes a domain ours.
  ///
  /// @param sameAs the domain that this is to be another name of
  record AddDomain(String name, @Nullable String sameAs) implements OfStore<OneDomain> {
    @Override
    public Class<OneDomain> answer() {
      return OneDomain.class;
    }
  }

  record ListDomains() implements OfStore<DomainPage> {
    @Override
    public Class<DomainPage> answer() {
      return DomainPage.class;
    }
  }

  /// Changes what is not null.
  ///
  /// @param catchAll an address, or empty text for none
  /// @param administrator an account's address, or empty text for none
  record ChangeDomain(
      String name,
      @Nullable Boolean enabled,
      @Nullable String plusSeparators,
      @Nullable String catchAll,
      @Nullable String administrator)
      implements OfStore<OneDomain> {
    @Override
    public Class<OneDomain> answer() {
      return OneDomain.class;
    }
  }

  /// Removes a domain.
  ///
  /// @param all its accounts with their mail and its aliases too
  record RemoveDomain(String name, boolean all) implements OfStore<Done> {
    @Override
    public Class<Done> answer() {
      return Done.class;
    }
  }

  record AddAccount(String address, AccountChange settings) implements OfStore<OneAccount> {
    @Override
    public Class<OneAccount> answer() {
      return OneAccount.class;
    }
  }

  /// Settings of an account; null leaves what is, or takes the default for a new one.
  ///
  /// @param quota a size, or `none`
  /// @param quotaMessages 0 is no limit
  record AccountChange(
      @Nullable String displayName,
      @Nullable Boolean enabled,
      @Nullable Boolean admin,
      @Nullable String quota,
      @Nullable Long quotaMessages,
      @Nullable Password password) {}

  /// A password to be set.
  ///
  /// @param text empty with [PasswordKind#GENERATED] and [PasswordKind#NONE]
  record Password(PasswordKind kind, String text) {
    @Override
    public String toString() {
      return kind.toString();
    }
  }

  /// Where a password comes from.
  enum PasswordKind {
    /// A person chose it, so it must not be easy to guess.
    CHOSEN,
    /// As another server stored it: `{SCHEME}data` or a crypt(3) text.
    STORED,
    /// The server makes one and tells it.
    GENERATED,
    /// Nobody can log in.
    NONE
  }

  /// A page of accounts.
  ///
  /// @param after the last address of the page before
  record ListAccounts(
      @Nullable String domain, @Nullable String text, @Nullable String after, int limit)
      implements OfStore<AccountPage> {
    @Override
    public Class<AccountPage> answer() {
      return AccountPage.class;
    }
  }

  record ChangeAccount(String address, @Nullable String newAddress, AccountChange settings)
      implements OfStore<OneAccount> {
    @Override
    public Class<OneAccount> answer() {
      return OneAccount.class;
    }
  }

  /// Removes an account and its mail for good.
  ///
  /// @param all also what depends on it, such as aliases that lead nowhere else
  record RemoveAccount(String address, boolean all) implements OfStore<Done> {
    @Override
    public Class<Done> answer() {
      return Done.class;
    }
  }

  /// A few hundred at a time; whoever has more asks again.
  record ImportAccounts(List<ImportRow> rows) implements OfStore<ImportReport> {
    public ImportAccounts {
      rows = List.copyOf(rows);
    }

    @Override
    public Class<ImportReport> answer() {
      return ImportReport.class;
    }
  }

  record ImportRow(int line, String address, String password, String name, String quota) {
    @Override
    public String toString() {
      return "line " + line + ": " + address;
    }
  }

  record AddAlias(String address, List<String> targets) implements OfStore<OneAlias> {
    public AddAlias {
      targets = List.copyOf(targets);
    }

    @Override
    public Class<OneAlias> answer() {
      return OneAlias.class;
    }
  }

  record ListAliases(
      @Nullable String domain, @Nullable String text, @Nullable String after, int limit)
      implements OfStore<AliasPage> {
    @Override
    public Class<AliasPage> answer() {
      return AliasPage.class;
    }
  }

  /// Changes what is not null.
  ///
  /// @param targets instead of those that are; empty leaves them
  record ChangeAlias(
      String address,
      List<String> targets,
      List<String> moreTargets,
      List<String> lessTargets,
      @Nullable Boolean enabled)
      implements OfStore<OneAlias> {
    public ChangeAlias {
      targets = List.copyOf(targets);
      moreTargets = List.copyOf(moreTargets);
      lessTargets = List.copyOf(lessTargets);
    }

    @Override
    public Class<OneAlias> answer() {
      return OneAlias.class;
    }
  }

  /// Removes an alias.
  ///
  /// @param all also what depends on it
  record RemoveAlias(String address, boolean all) implements OfStore<Done> {
    @Override
    public Class<Done> answer() {
      return Done.class;
    }
  }

  /// Settings of a list; null leaves what is, or takes the default for a new one.
  ///
  /// @param posting `anybody`, `members`, `owners` or `domain`
  /// @param maxSize a size
  /// @param owners instead of those that are; empty leaves them
  record ListChange(
      @Nullable String title,
      @Nullable Boolean enabled,
      @Nullable String posting,
      @Nullable String maxSize,
      @Nullable Integer maxRecipients,
      List<String> owners) {
    public ListChange {
      owners = List.copyOf(owners);
    }
  }

  record AddList(String address, ListChange settings, List<String> members)
      implements OfStore<OneList> {
    public AddList {
      members = List.copyOf(members);
    }

    @Override
    public Class<OneList> answer() {
      return OneList.class;
    }
  }

  record ChangeList(String address, ListChange settings) implements OfStore<OneList> {
    @Override
    public Class<OneList> answer() {
      return OneList.class;
    }
  }

  /// The lists of a domain, or all; at most [ListQuery#MAX_LIMIT].
  record ListLists(@Nullable String domain, @Nullable String text) implements OfStore<ListPage> {
    @Override
    public Class<ListPage> answer() {
      return ListPage.class;
    }
  }

  /// Shows a list's members, after some were added and others taken out.
  record ChangeListMembers(String address, List<String> more, List<String> less)
      implements OfStore<ListMembers> {
    public ChangeListMembers {
      more = List.copyOf(more);
      less = List.copyOf(less);
    }

    @Override
    public Class<ListMembers> answer() {
      return ListMembers.class;
    }
  }

  /// Removes a list.
  ///
  /// @param all also what depends on it
  record RemoveList(String address, boolean all) implements OfStore<Done> {
    @Override
    public Class<Done> answer() {
      return Done.class;
    }
  }

  /// Makes a new secret for the addresses that stand for senders of mail that is sent on.
  record RotateForwarding() implements OfStore<Done> {
    @Override
    public Class<Done> answer() {
      return Done.class;
    }
  }

  /// Makes a signing key.
  ///
  /// @param algorithm `rsa` or `ed25519`
  /// @param bits of an RSA key
  record AddDkimKey(
      String domain, String algorithm, @Nullable String selector, @Nullable Integer bits)
      implements OfStore<DkimKeyPage> {
    @Override
    public Class<DkimKeyPage> answer() {
      return DkimKeyPage.class;
    }
  }

  /// Makes successors of the keys that sign, or the first ones.
  record RotateDkimKeys(String domain) implements OfStore<DkimKeyPage> {
    @Override
    public Class<DkimKeyPage> answer() {
      return DkimKeyPage.class;
    }
  }

  record ListDkimKeys(String domain) implements OfStore<DkimKeyPage> {
    @Override
    public Class<DkimKeyPage> answer() {
      return DkimKeyPage.class;
    }
  }

  /// Lets a key sign. The answer has the keys that it has replaced, too.
  ///
  /// @param force whether or not DNS has its record
  record ActivateDkimKey(String domain, String selector, boolean force)
      implements OfStore<DkimKeyPage> {
    @Override
    public Class<DkimKeyPage> answer() {
      return DkimKeyPage.class;
    }
  }

  record RetireDkimKey(String domain, String selector) implements OfStore<DkimKeyPage> {
    @Override
    public Class<DkimKeyPage> answer() {
      return DkimKeyPage.class;
    }
  }

  record RemoveDkimKey(String domain, String selector) implements OfStore<Done> {
    @Override
    public Class<Done> answer() {
      return Done.class;
    }
  }

  /// Tells what would happen to mail, and why.
  ///
  /// @param from the sender; null is a stranger
  record TestAddress(String address, @Nullable String from) implements OfStore<AddressVerdict> {
    @Override
    public Class<AddressVerdict> answer() {
      return AddressVerdict.class;
    }
  }

  /// Looks for damage.
  ///
  /// @param full also reads every byte of every message
  record CheckStore(boolean full) implements OfStore<CheckReport> {
    @Override
    public Class<CheckReport> answer() {
      return CheckReport.class;
    }
  }

  /// Which messages of the queue are meant; null is all.
  ///
  /// @param state `sending`, `held`, `planned` or `waiting`
  /// @param olderThan seconds
  record QueueSelection(
      @Nullable String destination,
      @Nullable String sender,
      @Nullable String recipient,
      @Nullable String message,
      @Nullable String state,
      @Nullable String reason,
      @Nullable Long olderThan) {}

  /// A page of the queue.
  ///
  /// @param after the id of the last entry of the page before
  record ListQueue(QueueSelection selection, @Nullable String after, int limit)
      implements OfServer<QueuePage> {
    @Override
    public Class<QueuePage> answer() {
      return QueuePage.class;
    }
  }

  /// Counts what is in the queue.
  ///
  /// @param by `destination`, `sender`, `reason` or `age`
  record CountQueue(QueueSelection selection, String by, int limit)
      implements OfServer<QueueCounts> {
    @Override
    public Class<QueueCounts> answer() {
      return QueueCounts.class;
    }
  }

  /// Does something to messages in the queue.
  ///
  /// @param argument why a message is bounced, or where it is sent instead
  record ChangeQueue(QueueSelection selection, QueueDeed deed, @Nullable String argument)
      implements OfServer<Done> {
    @Override
    public Class<Done> answer() {
      return Done.class;
    }
  }

  /// What is done to messages in the queue.
  enum QueueDeed {
    HOLD,
    RELEASE,
    RETRY,
    BOUNCE,
    DELETE,
    REROUTE
  }

  /// Forbids mail to an address, or to all of `@domain`.
  record AddSuppression(String pattern, String reason) implements OfStore<Done> {
    @Override
    public Class<Done> answer() {
      return Done.class;
    }
  }

  /// Looks for what is wrong with DNS, certificates, ports and the machine.
  ///
  /// @param domains ours; empty is all
  /// @param seconds for all of it
  record Examine(List<String> domains, int seconds) implements OfSite<Examination> {
    public Examine {
      domains = List.copyOf(domains);
    }

    @Override
    public Class<Examination> answer() {
      return Examination.class;
    }
  }

  /// Says what a domain of ours has to publish in DNS.
  record ListRecords(String domain) implements OfSite<RecordPage> {
    @Override
    public Class<RecordPage> answer() {
      return RecordPage.class;
    }
  }

  /// Makes an authority of the administrator's own.
  record CreateAuthority(String name, int days) implements OfSite<Authority> {
    @Override
    public Class<Authority> answer() {
      return Authority.class;
    }
  }

  record ShowAuthority() implements OfSite<Authority> {
    @Override
    public Class<Authority> answer() {
      return Authority.class;
    }
  }

  /// Has that authority issue a certificate.
  ///
  /// @param names host names and addresses
  record IssueCertificate(List<String> names, int days) implements OfSite<Issued> {
    public IssueCertificate {
      names = List.copyOf(names);
    }

    @Override
    public Class<Issued> answer() {
      return Issued.class;
    }
  }

  record ListSuppressions() implements OfStore<SuppressionPage> {
    @Override
    public Class<SuppressionPage> answer() {
      return SuppressionPage.class;
    }
  }

  record RemoveSuppression(String pattern) implements OfStore<Done> {
    @Override
    public Class<Done> answer() {
      return Done.class;
    }
  }

  /// Tells the story of a message.
  ///
  /// @param id as in the answer to its sender, in its Received field and in the log
  record TraceMessage(String id) implements OfStore<MessageStory> {
    @Override
    public Class<MessageStory> answer() {
      return MessageStory.class;
    }
  }

  /// Looks for messages by what their stories begin with.
  ///
  /// @param texts parts of addresses and names; all have to be there
  record FindMessages(List<String> texts, Instant from, Instant to, int limit)
      implements OfStore<MessageStory> {
    public FindMessages {
      texts = List.copyOf(texts);
    }

    @Override
    public Class<MessageStory> answer() {
      return MessageStory.class;
    }
  }

  /// Reports to other domains.
  ///
  /// @param domain null for all
  record ListFeedback(@Nullable String domain, int limit) implements OfStore<FeedbackPage> {
    @Override
    public Class<FeedbackPage> answer() {
      return FeedbackPage.class;
    }
  }

  /// What a domain is told about a day.
  ///
  /// @param day `2026-11-25`; null is the newest
  record ShowFeedback(String domain, @Nullable String day) implements OfStore<FeedbackRows> {
    @Override
    public Class<FeedbackRows> answer() {
      return FeedbackRows.class;
    }
  }

  /// Sends the reports that wait.
  ///
  /// @param domain null for all
  /// @param today also about the day that is not over
  record SendFeedback(@Nullable String domain, boolean today) implements OfServer<Done> {
    @Override
    public Class<Done> answer() {
      return Done.class;
    }
  }

  /// Which hosts send in a domain's name, and how TLS with its hosts went, as others report it.
  ///
  /// @param days back from today
  record SumFeedback(String domain, int days, int limit) implements OfStore<FeedbackSums> {
    @Override
    public Class<FeedbackSums> answer() {
      return FeedbackSums.class;
    }
  }

  /// Reports that others have sent us.
  ///
  /// @param domain of ours; null for all
  record ListReceived(@Nullable String domain, int limit) implements OfStore<ReceivedPage> {
    @Override
    public Class<ReceivedPage> answer() {
      return ReceivedPage.class;
    }
  }
}
