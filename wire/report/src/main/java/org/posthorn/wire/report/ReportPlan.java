package org.posthorn.wire.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.smtp.DsnReturn;
import org.posthorn.wire.smtp.Notify;
import org.posthorn.wire.smtp.RcptParameters;
import org.posthorn.wire.smtp.ReversePath;

/// Who is told what about a message: the rules of RFC 3461 §4.1 and §5.2 as one function.
///
/// Nobody is ever told about a message with the null reverse-path, which every report has, so
/// reports cannot breed. Nobody is told what NOTIFY did not ask for.
///
/// @param <R> whatever the caller knows a recipient by
/// @param sender who gets the report; null when nobody does
/// @param toSender in the order of the question; all in one report (§5.2.8)
/// @param toPostmaster failures that would be lost without a word: their sender cannot be told
/// @param untold the rest, with the reason for the log
/// @param content what of the message the report to the sender carries
public record ReportPlan<R>(
    @Nullable EmailAddress sender,
    List<Told<R>> toSender,
    List<R> toPostmaster,
    List<Untold<R>> untold,
    DsnReturn content) {

  /// What goes with RCPT when a report is sent to a host that offers DSN (RFC 3461 §6.1); MAIL
  /// carries `<>` and no RET.
  public static final RcptParameters REPORT_PARAMETERS =
      new RcptParameters(Notify.NEVER, null, List.of());

  /// A recipient and the action of the report.
  public record Told<R>(R recipient, Action action) {}

  /// A recipient about whom nobody is told.
  public record Untold<R>(R recipient, Silence reason) {}

  /// Why nothing is said.
  public enum Silence {
    NULL_SENDER("the message has the null reverse-path"),
    NOTIFY_NEVER("NOTIFY=NEVER"),
    NOT_ASKED_FOR("NOTIFY does not ask for it"),
    NOT_DUE("success is told on request only"),
    NEXT_HOP_REPORTS("the next host reports");

    private final String text;

    Silence(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  /// What became of one recipient.
  ///
  /// @param notifyOn the parameter of RCPT; null when there was none
  public record Outcome<R>(R recipient, @Nullable Notify notifyOn, DeliveryOutcome outcome) {}

  public ReportPlan {
    toSender = List.copyOf(toSender);
    toPostmaster = List.copyOf(toPostmaster);
    untold = List.copyOf(untold);
  }

  /// Decides about all recipients of a message for which something happened.
  ///
  /// @param returnContent the parameter RET of MAIL; null when there was none
  /// @param otherwise what is returned of a failed message without RET (RFC 3461 §4.3 leaves it
  ///   open)
  public static <R> ReportPlan<R> whomToTell(
      ReversePath sender,
      @Nullable DsnReturn returnContent,
      DsnReturn otherwise,
      List<Outcome<R>> outcomes) {
    var toSender = new ArrayList<Told<R>>();
    var toPostmaster = new ArrayList<R>();
    var untold = new ArrayList<Untold<R>>();
    var address = sender instanceof ReversePath.Mailbox mailbox ? mailbox.address() : null;
    for (var outcome : outcomes) {
      var silence = silence(outcome);
      // §5.2: the postmaster SHOULD hear of failures that their sender cannot
      if (address != null && silence == null)
        toSender.add(new Told<>(outcome.recipient, action(outcome.outcome)));
      else if (silence == null && outcome.outcome == DeliveryOutcome.FAILED)
        toPostmaster.add(outcome.recipient);
      else
        untold.add(
            new Untold<>(outcome.recipient, silence == null ? Silence.NULL_SENDER : silence));
    }
    boolean failed = toSender.stream().anyMatch(told -> told.action == Action.FAILED);
    // §4.3: RET applies to failures only
    var asked = returnContent == null ? otherwise : returnContent;
    return new ReportPlan<>(
        toSender.isEmpty() ? null : address,
        toSender,
        toPostmaster,
        untold,
        failed ? asked : DsnReturn.HDRS);
  }

  /// Why a sender who could be told is not; null when he is.
  private static @Nullable Silence silence(Outcome<?> outcome) {
    var notify = outcome.notifyOn;
    if (notify != null && notify.events().isEmpty()) return Silence.NOTIFY_NEVER;
    var event =
        switch (outcome.outcome) {
          case RELAYED_WITH_DSN, FORWARDED -> null;
          case DELIVERED, RELAYED_WITHOUT_DSN, EXPANDED -> Notify.Event.SUCCESS;
          case DELAYED -> Notify.Event.DELAY;
          case FAILED -> Notify.Event.FAILURE;
        };
    if (event == null) return Silence.NEXT_HOP_REPORTS;
    // §4.1: without NOTIFY it is FAILURE, or FAILURE and DELAY
    if (notify == null) return event == Notify.Event.SUCCESS ? Silence.NOT_DUE : null;
    return notify.events().contains(event) ? null : Silence.NOT_ASKED_FOR;
  }

  private static Action action(DeliveryOutcome outcome) {
    return switch (outcome) {
      case DELIVERED -> Action.DELIVERED;
      case RELAYED_WITHOUT_DSN, RELAYED_WITH_DSN, FORWARDED -> Action.RELAYED;
      case EXPANDED -> Action.EXPANDED;
      case DELAYED -> Action.DELAYED;
      case FAILED -> Action.FAILED;
    };
  }
}
