package org.posthorn.app;

import java.lang.reflect.ParameterizedType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.app.AdminAnswer.AccountPage;
import org.posthorn.app.AdminAnswer.AddressVerdict;
import org.posthorn.app.AdminAnswer.AliasPage;
import org.posthorn.app.AdminAnswer.Authority;
import org.posthorn.app.AdminAnswer.CheckReport;
import org.posthorn.app.AdminAnswer.ContentExplanation;
import org.posthorn.app.AdminAnswer.DeletedPage;
import org.posthorn.app.AdminAnswer.DisclaimerPage;
import org.posthorn.app.AdminAnswer.DkimKeyPage;
import org.posthorn.app.AdminAnswer.DomainPage;
import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.AdminAnswer.Examination;
import org.posthorn.app.AdminAnswer.FeedbackPage;
import org.posthorn.app.AdminAnswer.FeedbackRows;
import org.posthorn.app.AdminAnswer.FeedbackSums;
import org.posthorn.app.AdminAnswer.ImportReport;
import org.posthorn.app.AdminAnswer.IndexState;
import org.posthorn.app.AdminAnswer.Issued;
import org.posthorn.app.AdminAnswer.JournalPage;
import org.posthorn.app.AdminAnswer.ListMembers;
import org.posthorn.app.AdminAnswer.ListPage;
import org.posthorn.app.AdminAnswer.MessageStory;
import org.posthorn.app.AdminAnswer.OneAccount;
import org.posthorn.app.AdminAnswer.OneAlias;
import org.posthorn.app.AdminAnswer.OneDomain;
import org.posthorn.app.AdminAnswer.OneList;
import org.posthorn.app.AdminAnswer.OneShared;
import org.posthorn.app.AdminAnswer.QueueCounts;
import org.posthorn.app.AdminAnswer.QueuePage;
import org.posthorn.app.AdminAnswer.ReceivedPage;
import org.posthorn.app.AdminAnswer.RecordPage;
import org.posthorn.app.AdminAnswer.ScriptChecked;
import org.posthorn.app.AdminAnswer.ScriptPage;
import org.posthorn.app.AdminAnswer.ScriptText;
import org.posthorn.app.AdminAnswer.ScriptTrial;
import org.posthorn.app.AdminAnswer.SharedPage;
import org.posthorn.app.AdminAnswer.Status;
import org.posthorn.app.AdminAnswer.SuppressionPage;
import org.posthorn.app.AdminAnswer.TlsStatus;
import org.posthorn.app.AdminAnswer.Transferred;
import org.posthorn.domain.directory.ListQuery;

/// What an administrator may ask for, as values that go through the admin socket as JSON.
///
/// In requests that change something a null leaves things as they are.
///
/// @param <R> what is answered
sealed interface AdminRequest<R extends AdminAnswer> {

  /// The class of the answer, which each request names where it says what it asks about.
  @SuppressWarnings("unchecked") // a request names a class there, not a variable
  default Class<R> answer() {
    var about = (ParameterizedType) getClass().getGenericInterfaces()[0];
    return (Class<R>) about.getActualTypeArguments()[0];
  }

  /// Asks the server about itself; it makes sense only while one runs.
  sealed interface OfServer<R extends AdminAnswer> extends AdminRequest<R> {}

  /// Asks about this installation as others see it: what is configured and stored, and what a
  /// server, if one runs, knows.
  sealed interface OfSite<R extends AdminAnswer> extends AdminRequest<R> {}

  /// Asks about what is stored.
  sealed interface OfStore<R extends AdminAnswer> extends AdminRequest<R> {}

  /// Asks about single messages, and what became of them.
  sealed interface OfMessages<R extends AdminAnswer> extends OfStore<R> {}

  record ShowStatus() implements OfServer<Status> {}

  record StopServer() implements OfServer<Done> {}

  /// Reads the certificate files again.
  record ReloadCertificates() implements OfServer<Done> {}

  /// Shows the certificates and how the orders by ACME stand.
  record ShowTls() implements OfServer<TlsStatus> {}

  /// Orders a certificate by ACME now.
  ///
  /// @param newKey does not keep the private key
  record RenewCertificate(boolean newKey) implements OfServer<Done> {}

  /// Makes a domain ours.
  ///
  /// @param sameAs the domain that this is to be another name of
  record AddDomain(String name, @Nullable String sameAs) implements OfStore<OneDomain> {}

  record ListDomains() implements OfStore<DomainPage> {}

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
      implements OfStore<OneDomain> {}

  /// Removes a domain.
  ///
  /// @param all its accounts with their mail and its aliases too
  record RemoveDomain(String name, boolean all) implements OfStore<Done> {}

  record AddAccount(String address, AccountChange settings) implements OfStore<OneAccount> {}

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
      implements OfStore<AccountPage> {}

  record ChangeAccount(String address, @Nullable String newAddress, AccountChange settings)
      implements OfStore<OneAccount> {}

  /// Removes an account and its mail for good.
  ///
  /// @param all also what depends on it, such as aliases that lead nowhere else
  record RemoveAccount(String address, boolean all) implements OfStore<Done> {}

  /// A few hundred at a time; whoever has more asks again.
  record ImportAccounts(List<ImportRow> rows) implements OfStore<ImportReport> {
    public ImportAccounts {
      rows = List.copyOf(rows);
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
  }

  record ListAliases(
      @Nullable String domain, @Nullable String text, @Nullable String after, int limit)
      implements OfStore<AliasPage> {}

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
  }

  /// Removes an alias.
  ///
  /// @param all also what depends on it
  record RemoveAlias(String address, boolean all) implements OfStore<Done> {}

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
  }

  record ChangeList(String address, ListChange settings) implements OfStore<OneList> {}

  /// The lists of a domain, or all; at most [ListQuery#MAX_LIMIT].
  record ListLists(@Nullable String domain, @Nullable String text) implements OfStore<ListPage> {}

  /// Shows a list's members, after some were added and others taken out.
  record ChangeListMembers(String address, List<String> more, List<String> less)
      implements OfStore<ListMembers> {
    public ChangeListMembers {
      more = List.copyOf(more);
      less = List.copyOf(less);
    }
  }

  /// Removes a list.
  ///
  /// @param all also what depends on it
  record RemoveList(String address, boolean all) implements OfStore<Done> {}

  /// What becomes of the members of a shared mailbox.
  ///
  /// @param seen `shared` or `private`; null leaves it
  /// @param more addresses, each with `=` and rights if they are not `full`
  /// @param less addresses of those who are taken out
  /// @param senders addresses of members who may send in its name
  /// @param silenced addresses of members who may not any more
  record SharedChange(
      @Nullable String seen,
      List<String> more,
      List<String> less,
      List<String> senders,
      List<String> silenced) {
    public SharedChange {
      more = List.copyOf(more);
      less = List.copyOf(less);
      senders = List.copyOf(senders);
      silenced = List.copyOf(silenced);
    }
  }

  /// Makes a shared mailbox.
  ///
  /// @param quota a size; null is no limit
  record AddShared(
      String address, @Nullable String name, @Nullable String quota, SharedChange change)
      implements OfStore<OneShared> {}

  /// Shows who uses a shared mailbox, after some changes.
  record ChangeShared(String address, SharedChange change) implements OfStore<OneShared> {}

  /// The shared mailboxes of a domain, or all; at most [ListQuery#MAX_LIMIT].
  record ListShared(@Nullable String domain, @Nullable String text)
      implements OfStore<SharedPage> {}

  /// Appends a text to mail of a domain from now on.
  ///
  /// @param direction `outgoing` or `internal`
  /// @param html null: made of the text
  record SetDisclaimer(String domain, String direction, String text, @Nullable String html)
      implements OfStore<Done> {}

  record ListDisclaimers() implements OfStore<DisclaimerPage> {}

  record RemoveDisclaimer(String domain, String direction) implements OfStore<Done> {}

  record AddJournalRule(String whose, List<String> directions, String stage, String to)
      implements OfStore<Done> {
    public AddJournalRule {
      directions = List.copyOf(directions);
    }
  }

  record ListJournalRules() implements OfStore<JournalPage> {}

  record RemoveJournalRule(long number) implements OfStore<Done> {}

  /// Shows how the full-text index stands.
  ///
  /// @param account null: of all together
  record ShowIndex(@Nullable String account) implements OfStore<IndexState> {}

  /// Makes the full-text index anew.
  ///
  /// @param account null: of all
  record RebuildIndex(@Nullable String account) implements OfStore<Done> {}

  /// Tells what the content chain would do to a message of a user.
  ///
  /// @param message its octets in base64
  /// @param to who gets it; whether somebody is elsewhere decides the direction
  record ExplainMessage(String message, String from, List<String> to)
      implements OfStore<ContentExplanation> {
    public ExplainMessage {
      to = List.copyOf(to);
    }
  }

  record ListScripts(String account) implements OfStore<ScriptPage> {}

  /// Asks for the text of a script.
  ///
  /// @param name null for the active one
  record ShowScript(String account, @Nullable String name) implements OfStore<ScriptText> {}

  record PutScript(String account, String name, String text, boolean activate)
      implements OfStore<ScriptChecked> {}

  /// Makes a script the one that runs.
  ///
  /// @param name null for none
  record ActivateScript(String account, @Nullable String name) implements OfStore<Done> {}

  record RemoveScript(String account, String name) implements OfStore<Done> {}

  /// Compiles a script and stores nothing.
  ///
  /// @param account whose scripts it may include; null for nobody's
  record CheckScript(@Nullable String account, String name, String text)
      implements OfStore<ScriptChecked> {}

  /// Runs a script over a message, and does nothing that it says.
  ///
  /// @param account whose mail it would be; null for nobody's
  /// @param name of the script; null for the account's active one
  /// @param text null for the account's own script of that name
  /// @param message its octets in base64
  /// @param from the envelope's sender, empty for none
  /// @param to its recipient; null for the account
  record TestScript(
      @Nullable String account,
      @Nullable String name,
      @Nullable String text,
      String message,
      String from,
      @Nullable String to)
      implements OfStore<ScriptTrial> {}

  /// Makes a new secret for the addresses that stand for senders of mail that is sent on.
  record RotateForwarding() implements OfStore<Done> {}

  /// Makes a signing key.
  ///
  /// @param algorithm `rsa` or `ed25519`
  /// @param bits of an RSA key
  record AddDkimKey(
      String domain, String algorithm, @Nullable String selector, @Nullable Integer bits)
      implements OfStore<DkimKeyPage> {}

  /// Makes successors of the keys that sign, or the first ones.
  record RotateDkimKeys(String domain) implements OfStore<DkimKeyPage> {}

  record ListDkimKeys(String domain) implements OfStore<DkimKeyPage> {}

  /// Lets a key sign. The answer has the keys that it has replaced, too.
  ///
  /// @param force whether or not DNS has its record
  record ActivateDkimKey(String domain, String selector, boolean force)
      implements OfStore<DkimKeyPage> {}

  record RetireDkimKey(String domain, String selector) implements OfStore<DkimKeyPage> {}

  record RemoveDkimKey(String domain, String selector) implements OfStore<Done> {}

  /// Tells what would happen to mail, and why.
  ///
  /// @param from the sender; null is a stranger
  record TestAddress(String address, @Nullable String from) implements OfStore<AddressVerdict> {}

  /// Looks for damage.
  ///
  /// @param full also reads every byte of every message
  record CheckStore(boolean full) implements OfStore<CheckReport> {}

  /// Brings another server's Maildir into an account.
  ///
  /// @param folder its whole path, as the server sees it
  record ImportMaildir(String account, String folder) implements OfStore<Transferred> {}

  /// Which messages of the queue are meant; null is all.
  ///
  /// @param state `sending`, `held`, `planned`, `waiting`, or `joining` for parts that wait for
  ///   others
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
      implements OfServer<QueuePage> {}

  /// Counts what is in the queue.
  ///
  /// @param by `destination`, `sender`, `reason` or `age`
  record CountQueue(QueueSelection selection, String by, int limit)
      implements OfServer<QueueCounts> {}

  /// Does something to messages in the queue.
  ///
  /// @param argument why a message is bounced, or where it is sent instead
  record ChangeQueue(QueueSelection selection, QueueDeed deed, @Nullable String argument)
      implements OfServer<Done> {}

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
  record AddSuppression(String pattern, String reason) implements OfStore<Done> {}

  /// Looks for what is wrong with DNS, certificates, ports and the machine.
  ///
  /// @param domains ours; empty is all
  /// @param seconds for all of it
  record Examine(List<String> domains, int seconds) implements OfSite<Examination> {
    public Examine {
      domains = List.copyOf(domains);
    }
  }

  /// Says what a domain of ours has to publish in DNS.
  record ListRecords(String domain) implements OfSite<RecordPage> {}

  /// Makes an authority of the administrator's own.
  record CreateAuthority(String name, int days) implements OfSite<Authority> {}

  record ShowAuthority() implements OfSite<Authority> {}

  /// Has that authority issue a certificate.
  ///
  /// @param names host names and addresses
  record IssueCertificate(List<String> names, int days) implements OfSite<Issued> {
    public IssueCertificate {
      names = List.copyOf(names);
    }
  }

  record ListSuppressions() implements OfStore<SuppressionPage> {}

  record RemoveSuppression(String pattern) implements OfStore<Done> {}

  /// Tells the story of a message.
  ///
  /// @param id as in the answer to its sender, in its Received field and in the log
  record TraceMessage(String id) implements OfMessages<MessageStory> {}

  /// Looks for messages by what their stories begin with.
  ///
  /// @param texts parts of addresses and names; all have to be there
  record FindMessages(List<String> texts, Instant from, Instant to, int limit)
      implements OfMessages<MessageStory> {
    public FindMessages {
      texts = List.copyOf(texts);
    }
  }

  /// Messages of an account that were deleted and can be put back, the last deleted first.
  ///
  /// @param mailbox that they were in; null is any
  /// @param text in subject or sender; null is any
  record ListDeleted(String account, @Nullable String mailbox, @Nullable String text, int limit)
      implements OfMessages<DeletedPage> {}

  /// Puts deleted messages back.
  ///
  /// @param ids of [AdminAnswer.OneDeleted]; empty for all that the rest selects
  /// @param since seconds ago that they were deleted at most; null with ids
  /// @param mailbox that they were in; null is any
  record RestoreMessages(
      String account, List<Long> ids, @Nullable Long since, @Nullable String mailbox)
      implements OfMessages<Done> {
    public RestoreMessages {
      ids = List.copyOf(ids);
    }
  }

  /// Reports to other domains.
  ///
  /// @param domain null for all
  record ListFeedback(@Nullable String domain, int limit) implements OfStore<FeedbackPage> {}

  /// What a domain is told about a day.
  ///
  /// @param day `2026-11-25`; null is the newest
  record ShowFeedback(String domain, @Nullable String day) implements OfStore<FeedbackRows> {}

  /// Sends the reports that wait.
  ///
  /// @param domain null for all
  /// @param today also about the day that is not over
  record SendFeedback(@Nullable String domain, boolean today) implements OfServer<Done> {}

  /// Which hosts send in a domain's name, and how TLS with its hosts went, as others report it.
  ///
  /// @param days back from today
  record SumFeedback(String domain, int days, int limit) implements OfStore<FeedbackSums> {}

  /// Reports that others have sent us.
  ///
  /// @param domain of ours; null for all
  record ListReceived(@Nullable String domain, int limit) implements OfStore<ReceivedPage> {}
}
