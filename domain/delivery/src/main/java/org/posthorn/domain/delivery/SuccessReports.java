package org.posthorn.domain.delivery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.queue.Postmaster;
import org.posthorn.domain.queue.Report;
import org.posthorn.domain.trace.TraceIds;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.MessageSource;
import org.posthorn.wire.report.DeliveryOutcome;
import org.posthorn.wire.report.DeliveryReport;
import org.posthorn.wire.report.DeliveryReportWriter.Notice;
import org.posthorn.wire.report.DiagnosticCode;
import org.posthorn.wire.report.MtaName;
import org.posthorn.wire.report.OriginalMessage;
import org.posthorn.wire.report.RecipientReport;
import org.posthorn.wire.report.ReportMail;
import org.posthorn.wire.report.ReportPlan;
import org.posthorn.wire.report.ReportTransport;
import org.posthorn.wire.report.ReportedAddress;
import org.posthorn.wire.smtp.DsnReturn;
import org.posthorn.wire.smtp.EnhancedCode;
import org.posthorn.wire.smtp.Notify;
import org.posthorn.wire.smtp.Reply;
import org.posthorn.wire.smtp.ReversePath;

/// Tells users of ours that what they have sent is in mailboxes here, where they ask for it with
/// `NOTIFY=SUCCESS` (RFC 3461 §4.1). Strangers cannot: they are not offered DSN, so what they ask
/// for is refused at RCPT; their reverse-path may be anybody's. Any thread may call.
public final class SuccessReports {

  private static final EnhancedCode DELIVERED = EnhancedCode.of("2.1.5");
  private static final EnhancedCode REJECTED = EnhancedCode.of("5.7.1");

  private final Directory directory;
  private final Postmaster postmaster;
  private final TraceIds ids;
  private final InstantSource clock;

  public SuccessReports(
      Directory directory, Postmaster postmaster, TraceIds ids, InstantSource clock) {
    this.directory = directory;
    this.postmaster = postmaster;
    this.ids = ids;
    this.clock = clock;
  }

  /// The report on a message that all its recipients get; null when nobody wants one.
  ///
  /// @param others of whom another report tells
  @Nullable ServerPost on(Handover handover, Set<Recipient> others) throws IOException {
    // Nearly nobody asks, and every message comes by here.
    if (handover.recipients().stream().allMatch(it -> it.reporting().notifyOn() == null))
      return null;
    var told = handover.recipients().stream().filter(it -> !others.contains(it)).toList();
    return on(handover, told);
  }

  /// The report to somebody whose filter has sent a message on, and wants to hear that it has
  /// arrived (RFC 6009 §6); null when it has not.
  @Nullable ServerPost redirected(Handover handover, Recipient to, Form.Redirected form)
      throws IOException {
    if (!(handover.envelope().from() instanceof ReversePath.Mailbox)) return null;
    var from = new ReversePath.Mailbox(form.by());
    var wanted = new Recipient.Reporting(form.wishes().notifyOn(), null);
    return on(handover.from(from, form.wishes().ret()), List.of(to.reporting(wanted)));
  }

  private @Nullable ServerPost on(Handover handover, List<Recipient> recipients)
      throws IOException {
    var plan =
        ReportPlan.whomToTell(
            handover.envelope().from(),
            handover.envelope().wishes().ret(),
            DsnReturn.HDRS,
            outcomes(recipients));
    if (plan.sender() == null) return null;
    var report = report(handover, plan);
    return ServerPost.of(report, directory, ids.next(), clock.instant());
  }

  /// The report on a message that a recipient's filter does not want, while others get it (RFC 5429
  /// §2.1.1); null when its sender wants to hear of no failures.
  @Nullable ServerPost rejected(Handover handover, Recipient recipient, String text)
      throws IOException {
    var envelope = handover.envelope();
    if (!(envelope.from() instanceof ReversePath.Mailbox(var to))) return null;
    var wanted = recipient.reporting().notifyOn();
    if (wanted != null && !wanted.events().contains(Notify.Event.FAILURE)) return null;
    var original = recipient.reporting().original();
    var said = DiagnosticCode.smtp(new Reply(550, REJECTED, text.lines().toList()));
    var about =
        RecipientReport.of(
                ReportedAddress.of(recipient.address()),
                org.posthorn.wire.report.Action.FAILED,
                REJECTED)
            .withOriginal(original == null ? null : ReportedAddress.of(original))
            .withDiagnostic(MtaName.dns(postmaster.host()), said);
    var envid = envelope.wishes().envid();
    var report =
        new DeliveryReport(
            MtaName.dns(postmaster.host()),
            null,
            envelope.timing().accepted(),
            envid == null ? null : envid.text(),
            List.of(about),
            List.of());
    var written = written(handover, report, DsnReturn.HDRS, to);
    return ServerPost.of(written, directory, ids.next(), clock.instant());
  }

  private static List<ReportPlan.Outcome<Recipient>> outcomes(List<Recipient> recipients) {
    var outcomes = new ArrayList<ReportPlan.Outcome<Recipient>>();
    for (var recipient : recipients)
      outcomes.add(
          new ReportPlan.Outcome<>(
              recipient, recipient.reporting().notifyOn(), outcome(recipient)));
    return outcomes;
  }

  /// RFC 3461 §5.2.7.
  private static DeliveryOutcome outcome(Recipient recipient) {
    if (recipient.isExpanded()) return DeliveryOutcome.EXPANDED;
    return recipient.isHere() || !recipient.posts().isEmpty()
        ? DeliveryOutcome.DELIVERED
        : DeliveryOutcome.FORWARDED;
  }

  private Report report(Handover handover, ReportPlan<Recipient> plan) throws IOException {
    var envelope = handover.envelope();
    var to = ((ReversePath.Mailbox) envelope.from()).address();
    var recipients = plan.toSender().stream().map(SuccessReports::recipient).toList();
    var envid = envelope.wishes().envid();
    var report =
        new DeliveryReport(
            MtaName.dns(postmaster.host()),
            null,
            envelope.timing().accepted(),
            envid == null ? null : envid.text(),
            recipients,
            List.of());
    return written(handover, report, plan.content(), to);
  }

  private Report written(
      Handover handover, DeliveryReport report, DsnReturn content, EmailAddress to)
      throws IOException {
    var mail = ReportMail.fromPostmaster(postmaster.host(), postmaster.name(), to);
    var notice = new Notice(report, mail, beginning(handover.original()), content);
    var out = new ByteArrayOutputStream();
    var facts = postmaster.writer().write(notice, ReportTransport.SEVEN_BIT, out);
    var bytes = out.toByteArray();
    var id = handover.envelope().id();
    return new Report(to, id, MessageSource.of(bytes), bytes.length, facts);
  }

  private static RecipientReport recipient(ReportPlan.Told<Recipient> told) {
    var original = told.recipient().reporting().original();
    return RecipientReport.of(
            ReportedAddress.of(told.recipient().address()), told.action(), DELIVERED)
        .withOriginal(original == null ? null : ReportedAddress.of(original));
  }

  /// Of a message that has arrived only the header is returned (RFC 3461 §4.3).
  private static OriginalMessage beginning(Original original) throws IOException {
    try (var in = original.octets().open()) {
      in.skipNBytes(original.returnPath());
      return OriginalMessage.of(in.readNBytes(OriginalMessage.MAX_HEADER_OCTETS));
    }
  }
}
