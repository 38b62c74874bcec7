package org.posthorn.domain.queue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.relay.OutgoingMail.Recipient;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.smtp.Notify;
import org.posthorn.wire.smtp.OriginalRecipient;

/// A recipient who has not got the message yet, and why not. All of an entry are two columns:
/// recipients and failures, a line each; no part of them can hold a tab or a line end.
///
/// @param last null when nothing was tried
public record Pending(Recipient recipient, @Nullable Fault last) {

  private static final Pattern LINES = Pattern.compile("\n");
  private static final Pattern TABS = Pattern.compile("\t");

  Pending after(Fault fault) {
    return new Pending(recipient, fault);
  }

  /// As a column, which [#decoded] reads.
  public static String recipients(List<Pending> all) {
    return String.join("\n", all.stream().map(pending -> encoded(pending.recipient)).toList());
  }

  /// Null when there is nothing to tell.
  static @Nullable String failures(List<Pending> all) {
    if (all.stream().allMatch(pending -> pending.last == null)) return null;
    return String.join("\n", all.stream().map(Pending::encodedFault).toList());
  }

  private static String encodedFault(Pending pending) {
    return pending.last == null ? "" : pending.last.encoded();
  }

  private static String encoded(Recipient recipient) {
    var notify = recipient.notifyOn();
    var original = recipient.original();
    return String.join(
        "\t",
        recipient.address().toString(),
        notify == null ? "" : notify.toString(),
        original == null ? "" : original.toString());
  }

  /// Reads both columns.
  ///
  /// @param failures null when there is nothing to tell
  public static List<Pending> decoded(String recipients, @Nullable String failures) {
    var faults = failures == null ? null : LINES.split(failures, -1);
    var all = new ArrayList<Pending>();
    for (var line : LINES.split(recipients, -1)) {
      var fault = faults == null ? null : Fault.decoded(faults[all.size()]);
      all.add(new Pending(recipient(line), fault));
    }
    return all;
  }

  private static Recipient recipient(String line) {
    var parts = TABS.split(line, -1);
    try {
      return new Recipient(EmailAddress.parse(parts[0]), notifyOn(parts[1]), original(parts[2]));
    } catch (AddressException e) {
      throw new IllegalStateException("a recipient that was one when it was written", e);
    }
  }

  private static @Nullable Notify notifyOn(String text) {
    if (text.isEmpty()) return null;
    if (text.equals(Notify.NEVER.toString())) return Notify.NEVER;
    var events = EnumSet.noneOf(Notify.Event.class);
    for (var event : text.split(",", -1)) events.add(Notify.Event.valueOf(event));
    return new Notify(events);
  }

  private static @Nullable OriginalRecipient original(String text) {
    if (text.isEmpty()) return null;
    int semicolon = text.indexOf(';');
    return new OriginalRecipient(text.substring(0, semicolon), text.substring(semicolon + 1));
  }
}
