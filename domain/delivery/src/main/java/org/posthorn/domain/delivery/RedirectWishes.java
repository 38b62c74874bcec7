package org.posthorn.domain.delivery;

import java.time.Instant;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.queue.Deadline;
import org.posthorn.domain.queue.Deadline.Tracing;
import org.posthorn.wire.sieve.Action.DeliveryOptions;
import org.posthorn.wire.smtp.DeliverBy;
import org.posthorn.wire.smtp.DeliverBy.Mode;
import org.posthorn.wire.smtp.DsnReturn;
import org.posthorn.wire.smtp.Notify;

/// What a filter asks of the transport for what it sends on (RFC 6009 §6, §7). Who asks hears of it
/// himself, instead of the sender of the message.
record RedirectWishes(@Nullable Notify notifyOn, @Nullable DsnReturn ret, @Nullable Deadline by) {

  static final RedirectWishes NONE = new RedirectWishes(null, null, null);

  static RedirectWishes of(DeliveryOptions options, Instant now) {
    if (!options.isAsked()) return NONE;
    var ret = options.ret();
    var by = options.deadline();
    return new RedirectWishes(
        options.notifyOn().isEmpty() ? null : notify(options),
        ret == null ? null : DsnReturn.valueOf(ret),
        by == null ? null : deadline(by, now));
  }

  private static Notify notify(DeliveryOptions options) {
    var events = EnumSet.noneOf(Notify.Event.class);
    for (var word : options.notifyOn())
      if (!word.equals("NEVER")) events.add(Notify.Event.valueOf(word));
    return new Notify(events);
  }

  /// RFC 2852 §4: no more than nine digits of seconds, before or after now.
  private static Deadline deadline(DeliveryOptions.Deadline by, Instant now) {
    var first = now.minusSeconds(DeliverBy.MAX_SECONDS);
    var last = now.plusSeconds(DeliverBy.MAX_SECONDS);
    var time = by.by().isBefore(first) ? first : by.by().isAfter(last) ? last : by.by();
    return new Deadline(
        time,
        by.returned() ? Mode.RETURN : Mode.NOTIFY,
        by.traced() ? Tracing.RELAYED : Tracing.NONE);
  }

  boolean isAny() {
    return !equals(NONE);
  }

  /// Whether it is too late to send it at all (RFC 2852 §4.1).
  boolean isOver(Instant now) {
    return by != null && by.mode() == Mode.RETURN && !by.time().isAfter(now);
  }

  boolean wantsSuccess() {
    return notifyOn != null && notifyOn.events().contains(Notify.Event.SUCCESS);
  }
}
