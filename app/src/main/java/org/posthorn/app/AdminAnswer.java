package org.posthorn.app;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is answered to an [AdminRequest]; with `--json` commands print exactly this.
sealed interface AdminAnswer {

  /// It is done and durable; `what` says it in words.
  record Done(String what) implements AdminAnswer {}

  /// The server, as it is now.
  ///
  /// @param state `starting`, `ready`, `draining` or `stopped`
  /// @param pid of the server; null while none runs
  record Status(
      String state,
      List<Listening> listeners,
      @Nullable String version,
      @Nullable Long pid,
      @Nullable Instant since,
      @Nullable String hostname,
      @Nullable String data,
      @Nullable Integer connections,
      List<Certificate> certificates)
      implements AdminAnswer {
    public Status {
      listeners = List.copyOf(listeners);
      certificates = List.copyOf(certificates);
    }

    static final Status STOPPED =
        new Status("stopped", List.of(), null, null, null, null, null, null, List.of());
  }

  /// One address of one listener.
  record Listening(String name, String address, int port, String tls) {}

  /// A certificate in use.
  ///
  /// @param daysLeft whole days; negative when it has expired
  /// @param warning what is to be done about its end; null while there is time
  record Certificate(
      List<String> names,
      String issuer,
      Instant notAfter,
      String file,
      long daysLeft,
      @Nullable String warning) {
    public Certificate {
      names = List.copyOf(names);
    }
  }

  record OneDomain(
      String name,
      @Nullable String sameAs,
      boolean enabled,
      String plusSeparators,
      @Nullable String catchAll,
      @Nullable String administrator,
      Instant created)
      implements AdminAnswer {}

  record DomainPage(List<OneDomain> domains) implements AdminAnswer {
    public DomainPage {
      domains = List.copyOf(domains);
    }
  }

  /// An account and what it holds.
  ///
  /// @param quotaBytes 0 is no limit
  /// @param quotaMessages 0 is no limit
  /// @param password only when the server has just made it
  record OneAccount(
      long id,
      String address,
      String displayName,
      boolean enabled,
      boolean admin,
      long quotaBytes,
      long quotaMessages,
      long usedBytes,
      long usedMessages,
      Instant created,
      @Nullable String password)
      implements AdminAnswer {

    OneAccount withPassword(@Nullable String text) {
      return new OneAccount(
          id,
          address,
          displayName,
          enabled,
          admin,
          quotaBytes,
          quotaMessages,
          usedBytes,
          usedMessages,
          created,
          text);
    }

    @Override
    public String toString() {
      return "account " + address;
    }
  }

  /// Accounts in the order of their addresses.
  ///
  /// @param next where the next page begins; null after the last
  record AccountPage(List<OneAccount> accounts, @Nullable String next) implements AdminAnswer {
    public AccountPage {
      accounts = List.copyOf(accounts);
    }
  }

  record OneAlias(String address, List<String> targets, boolean enabled, Instant created)
      implements AdminAnswer {
    public OneAlias {
      targets = List.copyOf(targets);
    }
  }

  /// Aliases in the order of their addresses.
  ///
  /// @param next where the next page begins; null after the last
  record AliasPage(List<OneAlias> aliases, @Nullable String next) implements AdminAnswer {
    public AliasPage {
      aliases = List.copyOf(aliases);
    }
  }

  /// A list, with the number of its members.
  ///
  /// @param posting who may write: `anybody`, `members`, `owners` or `domain`
  record OneList(
      String address,
      String title,
      boolean enabled,
      String posting,
      long maxBytes,
      int maxRecipients,
      List<String> owners,
      int members,
      Instant created)
      implements AdminAnswer {
    public OneList {
      owners = List.copyOf(owners);
    }
  }

  /// Somebody who uses a shared mailbox.
  ///
  /// @param rights letters of RFC 4314
  record SharedMember(String address, String rights, boolean sendAs) {}

  /// A mailbox that several people use, whose `seen` is `shared` or `private`.
  record OneShared(
      String address, String name, boolean enabled, String seen, List<SharedMember> members)
      implements AdminAnswer {
    public OneShared {
      members = List.copyOf(members);
    }
  }

  record SharedPage(List<OneShared> mailboxes) implements AdminAnswer {
    public SharedPage {
      mailboxes = List.copyOf(mailboxes);
    }
  }

  record ListPage(List<OneList> lists) implements AdminAnswer {
    public ListPage {
      lists = List.copyOf(lists);
    }
  }

  record ListMembers(String address, List<String> members) implements AdminAnswer {
    public ListMembers {
      members = List.copyOf(members);
    }
  }

  record DisclaimerPage(List<OneDisclaimer> disclaimers) implements AdminAnswer {
    public DisclaimerPage {
      disclaimers = List.copyOf(disclaimers);
    }
  }

  /// How the full-text index stands.
  ///
  /// @param messages in it, those that are gone meanwhile included
  /// @param waiting messages that are not yet in it
  record IndexState(long messages, long waiting, long bytes, int segments) implements AdminAnswer {}

  record JournalPage(List<OneJournalRule> rules) implements AdminAnswer {
    public JournalPage {
      rules = List.copyOf(rules);
    }
  }

  /// Whose mail is copied where.
  record OneJournalRule(
      long number, String whose, List<String> directions, String stage, String to) {
    public OneJournalRule {
      directions = List.copyOf(directions);
    }
  }

  /// What is appended to mail of a domain.
  ///
  /// @param direction `outgoing` or `internal`
  record OneDisclaimer(String domain, String direction, String text, String html) {}

  /// What each step of the content chain would do to a message, and why.
  ///
  /// @param direction `outgoing` or `internal`
  record ContentExplanation(String domain, String direction, List<ExplainedStep> steps)
      implements AdminAnswer {
    public ContentExplanation {
      steps = List.copyOf(steps);
    }
  }

  /// One step.
  ///
  /// @param outcome `changed`, `left` or `not-concerned`
  record ExplainedStep(String step, String outcome, String reason) {}

  record ScriptPage(List<OneScript> scripts) implements AdminAnswer {
    public ScriptPage {
      scripts = List.copyOf(scripts);
    }
  }

  record OneScript(String name, long octets, boolean active, Instant changed) {}

  record ScriptText(String name, String text) implements AdminAnswer {}

  /// What the compiler says.
  ///
  /// @param valid whether it can be run
  record ScriptChecked(boolean valid, List<ScriptProblem> problems) implements AdminAnswer {
    public ScriptChecked {
      problems = List.copyOf(problems);
    }
  }

  /// One thing that is wrong with a script.
  ///
  /// @param severity `error` or `warning`
  record ScriptProblem(String severity, String script, int line, int column, String text) {}

  /// What a script did to a message, and what would happen.
  ///
  /// @param outcome what would happen, in lines
  record ScriptTrial(List<ScriptStep> steps, List<String> outcome) implements AdminAnswer {
    public ScriptTrial {
      steps = List.copyOf(steps);
      outcome = List.copyOf(outcome);
    }
  }

  /// One step of a trial.
  ///
  /// @param depth how far it is inside of others
  /// @param kind `command`, `test`, `comparison`, `action` or `fault`
  record ScriptStep(String script, int line, int depth, String kind, String text) {}

  /// In the order of the rows.
  record ImportReport(List<ImportedRow> rows) implements AdminAnswer {
    public ImportReport {
      rows = List.copyOf(rows);
    }
  }

  /// What became of one row.
  ///
  /// @param outcome `added`, `existing` (left as it was) or `refused`
  /// @param reason why it was refused
  record ImportedRow(int line, String address, String outcome, @Nullable String reason) {}

  /// A signing key of a domain, without its secret.
  ///
  /// @param algorithm `rsa-sha256` or `ed25519-sha256`
  /// @param state `published`, `active` or `retired`
  /// @param name where its record belongs
  /// @param record in one line
  /// @param zone the whole as a line of a zone file, in strings that fit
  record OneDkimKey(
      String domain,
      String selector,
      String algorithm,
      String state,
      Instant created,
      @Nullable Instant activated,
      @Nullable Instant retired,
      String name,
      String record,
      String zone) {}

  /// Keys that were asked for, or those that were changed.
  record DkimKeyPage(List<OneDkimKey> keys) implements AdminAnswer {
    public DkimKeyPage {
      keys = List.copyOf(keys);
    }
  }

  /// What would happen to mail for an address, and why.
  ///
  /// @param verdict `accept`, `later` (refused for now) or `refuse`
  /// @param reason why it is not taken, as the log names it
  /// @param accounts who gets it
  /// @param steps the rules that were taken, in order
  record AddressVerdict(
      String address,
      String verdict,
      @Nullable String reason,
      List<String> accounts,
      List<String> steps)
      implements AdminAnswer {
    public AddressVerdict {
      accounts = List.copyOf(accounts);
      steps = List.copyOf(steps);
    }
  }

  /// What a check has seen.
  ///
  /// @param faults one line each; empty when all is well
  record CheckReport(long accounts, long messages, List<String> faults) implements AdminAnswer {
    public CheckReport {
      faults = List.copyOf(faults);
    }
  }

  /// What is the matter with a file, in words.
  record TransferFault(String file, String reason) {}

  /// What an import has done.
  ///
  /// @param known messages that an earlier run had brought
  /// @param failed what was left out; `faults` names the first of them
  /// @param notes what came over, but not all as it was
  record Transferred(
      long imported, long known, long failed, List<TransferFault> faults, List<TransferFault> notes)
      implements AdminAnswer {
    public Transferred {
      faults = List.copyOf(faults);
      notes = List.copyOf(notes);
    }
  }

  record QueuePage(List<QueuedMessage> messages, @Nullable String next) implements AdminAnswer {
    public QueuePage {
      messages = List.copyOf(messages);
    }
  }

  /// A message for one destination.
  ///
  /// @param state `sending`, `held`, `planned`, `waiting`, or `joining` for parts that wait for
  ///   others
  /// @param next when it is tried
  /// @param reason why it is still here; null when nothing went wrong
  record QueuedMessage(
      String entry,
      String message,
      String destination,
      String sender,
      List<String> recipients,
      String state,
      String priority,
      long octets,
      Instant accepted,
      Instant next,
      Instant expires,
      int attempts,
      @Nullable String reason) {
    public QueuedMessage {
      recipients = List.copyOf(recipients);
    }
  }

  record QueueCounts(List<QueueCount> counts) implements AdminAnswer {
    public QueueCounts {
      counts = List.copyOf(counts);
    }
  }

  record QueueCount(String key, long messages, long octets, Instant oldest) {}

  record SuppressionPage(List<OneSuppression> suppressions) implements AdminAnswer {
    public SuppressionPage {
      suppressions = List.copyOf(suppressions);
    }
  }

  record OneSuppression(String pattern, String reason, Instant since, @Nullable Instant until) {}

  /// Certificates, and how the orders by ACME stand.
  ///
  /// @param acme null where that is not configured
  record TlsStatus(List<Certificate> certificates, @Nullable Acme acme) implements AdminAnswer {
    public TlsStatus {
      certificates = List.copyOf(certificates);
    }
  }

  /// How orders by ACME stand.
  ///
  /// @param due when the next one is made
  /// @param error why the last one failed; null when it did not
  record Acme(
      String directory,
      String challenge,
      List<String> names,
      Instant due,
      @Nullable Instant lastTry,
      int failures,
      @Nullable String error) {
    public Acme {
      names = List.copyOf(names);
    }
  }

  /// An authority of the administrator's own.
  ///
  /// @param fingerprint SHA-256 of its certificate in hex
  /// @param pem its certificate
  record Authority(String name, Instant notAfter, String fingerprint, String file, String pem)
      implements AdminAnswer {}

  /// A certificate that it has issued.
  ///
  /// @param chain the file of the certificate
  /// @param key the file of its key
  record Issued(List<String> names, Instant notAfter, String chain, String key)
      implements AdminAnswer {
    public Issued {
      names = List.copyOf(names);
    }
  }

  /// What is wrong, and what is not.
  record Examination(List<OneFinding> findings) implements AdminAnswer {
    public Examination {
      findings = List.copyOf(findings);
    }

    long count(String level) {
      return findings.stream().filter(it -> it.level().equals(level)).count();
    }
  }

  /// What one check has seen.
  ///
  /// @param level `fault`, `hint` or `fine`
  /// @param check such as `spf`
  /// @param subject the domain, host, address or file
  /// @param why what comes of it
  /// @param mend records to publish and commands to give
  record OneFinding(
      String level, String check, String subject, String what, String why, List<String> mend) {
    public OneFinding {
      mend = List.copyOf(mend);
    }
  }

  record RecordPage(List<OneRecord> records) implements AdminAnswer {
    public RecordPage {
      records = List.copyOf(records);
    }
  }

  /// A record to publish.
  ///
  /// @param data without quotes, as the forms of DNS providers want it
  /// @param zone the whole as a line of a zone file
  record OneRecord(String name, String type, String data, String zone) {}

  /// What can be put back into an account.
  ///
  /// @param kept how many there are, those that were not asked for included
  /// @param bytes that these take beside the quota
  record DeletedPage(long kept, long bytes, List<OneDeleted> messages) implements AdminAnswer {
    public DeletedPage {
      messages = List.copyOf(messages);
    }
  }

  /// A message that was deleted.
  ///
  /// @param from empty when it names nobody; as long as a line, as the subject
  /// @param date when it was received
  record OneDeleted(
      long id,
      Instant deletedAt,
      String mailbox,
      String from,
      String subject,
      Instant date,
      long bytes) {}

  record MessageStory(List<StoryEvent> events) implements AdminAnswer {
    public MessageStory {
      events = List.copyOf(events);
    }
  }

  record StoryEvent(String message, Instant at, String kind, String words) {}

  record FeedbackPage(List<OneFeedback> reports) implements AdminAnswer {
    public FeedbackPage {
      reports = List.copyOf(reports);
    }
  }

  /// A report to another domain.
  ///
  /// @param missed messages or sessions that it has no room for
  /// @param due null when nothing more is done about it
  record OneFeedback(
      String kind,
      String day,
      String domain,
      long rows,
      long missed,
      @Nullable Instant due,
      @Nullable String outcome) {}

  record FeedbackRows(String day, List<MailSeen> mail, List<TlsSeen> tls) implements AdminAnswer {
    public FeedbackRows {
      mail = List.copyOf(mail);
      tls = List.copyOf(tls);
    }
  }

  /// Mail in a domain's name.
  record MailSeen(
      long messages,
      String source,
      String disposition,
      String dkim,
      String spf,
      String headerFrom,
      @Nullable String envelopeFrom) {}

  /// Sessions with a domain's hosts.
  record TlsSeen(
      long sessions,
      String policy,
      String result,
      @Nullable String host,
      @Nullable String reason) {}

  /// What others say of a domain of ours.
  record FeedbackSums(List<Source> sources, List<Session> sessions) implements AdminAnswer {
    public FeedbackSums {
      sources = List.copyOf(sources);
      sessions = List.copyOf(sessions);
    }

    /// A host that sends in the domain's name.
    ///
    /// @param passed messages that passed DMARC
    /// @param dkim messages with a good signature
    /// @param spf messages that the host may send
    /// @param refused messages that were refused or put away
    record Source(String source, long messages, long passed, long dkim, long spf, long refused) {}

    record Session(String reporter, String policy, String result, String host, long sessions) {}
  }

  record ReceivedPage(List<OneReceived> reports) implements AdminAnswer {
    public ReceivedPage {
      reports = List.copyOf(reports);
    }
  }

  /// A report about a domain of ours.
  ///
  /// @param reporter the domain that vouches for it
  record OneReceived(
      String kind,
      String domain,
      String reporter,
      String organization,
      String id,
      Instant begin,
      Instant end,
      Instant at,
      long total,
      long failed) {}
}
