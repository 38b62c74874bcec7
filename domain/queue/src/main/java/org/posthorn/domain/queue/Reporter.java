package org.posthorn.domain.queue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.queue.Deadline.Tracing;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.HeaderField;
import org.posthorn.wire.mail.MessageSource;
import org.posthorn.wire.report.Action;
import org.posthorn.wire.report.DeliveryOutcome;
import org.posthorn.wire.report.DeliveryReport;
import org.posthorn.wire.report.DeliveryReportWriter;
import org.posthorn.wire.report.DeliveryReportWriter.Notice;
import org.posthorn.wire.report.DiagnosticCode;
import org.posthorn.wire.report.MtaName;
import org.posthorn.wire.report.OriginalMessage;
import org.posthorn.wire.report.RecipientReport;
import org.posthorn.wire.report.ReportMail;
import org.posthorn.wire.report.ReportPlan;
import org.posthorn.wire.report.ReportTransport;
import org.posthorn.wire.report.ReportedAddress;
import org.posthorn.wire.smtp.DeliverBy.Mode;
import org.posthorn.wire.smtp.DsnReturn;
import org.posthorn.wire.smtp.EhloKeyword;
import org.posthorn.wire.smtp.EnhancedCode;
import org.posthorn.wire.smtp.Notify;
import org.posthorn.wire.smtp.ReversePath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes the reports on messages of the queue. Immutable; a report with the message in it is in
/// memory until it is delivered, so callers are few at a time.
final class Reporter {

  private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);
  private static final DateTimeFormatter DATE_TIME =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final DeliveryReportWriter writer;
  private final DomainName host;
  private final String name;
  private final DsnReturn returned;

  /// @param host who reports, and whose postmaster signs
  /// @param name shown beside the postmaster's address
  /// @param returned see [QueueConfig]
  Reporter(DeliveryReportWriter writer, DomainName host, String name, DsnReturn returned) {
    this.writer = writer;
    this.host = host;
    this.name = name;
    this.returned = returned;
  }

  /// What happened to a recipient.
  ///
  /// @param at when it was tried; null when it was not tried for this
  /// @param promised what the host that took it sees to from now on
  record Told(
      Pending pending,
      DeliveryOutcome outcome,
      Said said,
      @Nullable Instant at,
      Set<EhloKeyword> promised) {

    /// No host has it.
    Told(Pending pending, DeliveryOutcome outcome, Said said, @Nullable Instant at) {
      this(pending, outcome, said, at, Set.of());
    }
  }

  /// What was said about it, and by whom.
  record Said(EnhancedCode code, @Nullable String host, DiagnosticCode diagnostic) {
    static Said of(Fault fault) {
      return new Said(fault.code(), fault.host(), fault.diagnostic());
    }
  }

  /// A report, unless nobody is told, and what the story of the message says of it.
  record Draft(@Nullable Report report, List<QueueEvent> events) {
    Draft {
      events = List.copyOf(events);
    }
  }

  /// Decides who hears what, and writes it.
  Draft draft(QueueEntry entry, List<Told> told, MessageSource source) {
    var to = entry.origin().reportTo();
    var sender = to == null ? new ReversePath.Null() : new ReversePath.Mailbox(to);
    var outcomes =
        told.stream()
            .map(one -> new ReportPlan.Outcome<>(one, notifyOn(entry, one), outcome(entry, one)))
            .toList();
    var plan = ReportPlan.whomToTell(sender, entry.wishes().ret(), returned, outcomes);
    var events = new ArrayList<QueueEvent>();
    // What nobody can be told of is in the story of the message: a report to the postmaster about
    // each forged sender would be mail that nobody reads.
    if (!plan.toPostmaster().isEmpty())
      events.add(
          new QueueEvent.NotReported(
              addresses(plan.toPostmaster()), ReportPlan.Silence.NULL_SENDER.text()));
    for (var silence : plan.untold())
      if (silence.recipient().outcome() == DeliveryOutcome.FAILED)
        events.add(
            new QueueEvent.NotReported(
                addresses(List.of(silence.recipient())), silence.reason().text()));
    var address = plan.sender();
    if (address == null) return new Draft(null, events);
    events.addAll(reported(address, plan));
    return new Draft(write(entry, plan, address, source), events);
  }

  private static List<EmailAddress> addresses(List<Told> told) {
    return told.stream().map(one -> one.pending().recipient().address()).toList();
  }

  private static List<QueueEvent> reported(EmailAddress to, ReportPlan<Told> plan) {
    var byAction = new EnumMap<Action, List<Told>>(Action.class);
    for (var one : plan.toSender())
      byAction.computeIfAbsent(one.action(), _ -> new ArrayList<>()).add(one.recipient());
    var events = new ArrayList<QueueEvent>();
    byAction.forEach(
        (action, told) -> events.add(new QueueEvent.Reported(to, addresses(told), action)));
    return events;
  }

  /// RFC 2852 §4.1.4: who wants to know of each host, or gave a time and no host that keeps it,
  /// hears of the relaying unless he wants to hear nothing.
  private static boolean wantsRelayed(QueueEntry entry, Told told) {
    var by = entry.times().by();
    var at = told.at();
    if (by == null || at == null || !isRelayed(told)) return false;
    if (by.tracing() == Tracing.RELAYED) return true;
    boolean isKept = told.promised().contains(EhloKeyword.DELIVERBY);
    return by.mode() == Mode.NOTIFY && !isKept && !at.isAfter(by.time());
  }

  private static boolean isRelayed(Told told) {
    return told.outcome() == DeliveryOutcome.RELAYED_WITH_DSN
        || told.outcome() == DeliveryOutcome.RELAYED_WITHOUT_DSN;
  }

  private static @Nullable Notify notifyOn(QueueEntry entry, Told told) {
    var given = told.pending().recipient().notifyOn();
    boolean never = given != null && given.events().isEmpty();
    return wantsRelayed(entry, told) && !never ? new Notify(Set.of(Notify.Event.SUCCESS)) : given;
  }

  private static DeliveryOutcome outcome(QueueEntry entry, Told told) {
    return wantsRelayed(entry, told) ? DeliveryOutcome.RELAYED_WITHOUT_DSN : told.outcome();
  }

  private Report write(
      QueueEntry entry, ReportPlan<Told> plan, EmailAddress to, MessageSource source) {
    var recipients =
        plan.toSender().stream()
            .map(one -> recipient(entry, one.recipient(), one.action()))
            .toList();
    var envid = entry.wishes().envid();
    var report =
        new DeliveryReport(
            MtaName.dns(host),
            null,
            entry.times().accepted(),
            envid == null ? null : envid.text(),
            recipients,
            extensions(entry));
    var mail = ReportMail.fromPostmaster(host, name, to);
    var original = new OriginalMessage(source, entry.size());
    try {
      return write(entry, new Notice(report, mail, original, plan.content()), to);
    } catch (IOException e) {
      LOG.error("{} cannot be read for its report: {}", entry.id(), e.getMessage());
      return writeWithout(entry, new Notice(report, mail, null, plan.content()), to);
    }
  }

  private Report writeWithout(QueueEntry entry, Notice notice, EmailAddress to) {
    try {
      return write(entry, notice, to);
    } catch (IOException e) {
      throw new IllegalStateException("memory has no faults of reading", e);
    }
  }

  private Report write(QueueEntry entry, Notice notice, EmailAddress to) throws IOException {
    var out = new ByteArrayOutputStream();
    // Nobody knows what the way back can carry.
    var facts = writer.write(notice, ReportTransport.SEVEN_BIT, out);
    var bytes = out.toByteArray();
    return new Report(to, entry.messageId(), MessageSource.of(bytes), bytes.length, facts);
  }

  private static RecipientReport recipient(QueueEntry entry, Told told, Action action) {
    var recipient = told.pending().recipient();
    var original = recipient.original();
    var said = told.said();
    boolean delayed = action == Action.DELAYED;
    return RecipientReport.of(ReportedAddress.of(recipient.address()), action, said.code())
        .withOriginal(original == null ? null : ReportedAddress.of(original))
        .withDiagnostic(
            said.host() == null ? null : new MtaName("dns", said.host()), said.diagnostic())
        .withAttempts(told.at(), delayed ? entry.times().expires() : null);
  }

  /// RFC 4865 §5.1.2 and RFC 2852 §5.
  private static List<HeaderField> extensions(QueueEntry entry) {
    var fields = new ArrayList<HeaderField>();
    var release = entry.times().release();
    if (release != null && release.request() != null)
      fields.add(
          new HeaderField("Future-Release-Request", Objects.requireNonNull(release.request())));
    var by = entry.times().by();
    if (by != null) fields.add(new HeaderField("Deliver-By-Date", DATE_TIME.format(by.time())));
    return fields;
  }
}
