package org.posthorn.wire.smtp;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// When a sender wants to hear about a recipient (RFC 3461 §4.1).
///
/// @param events empty for NEVER
public record Notify(Set<Event> events) {

  public static final Notify NEVER = new Notify(Set.of());

  public enum Event {
    SUCCESS,
    FAILURE,
    DELAY
  }

  public Notify {
    events = Set.copyOf(events);
  }

  /// ```
  /// notify-esmtp-value = "NEVER" / 1#notify-list-element
  /// notify-list-element = "SUCCESS" / "FAILURE" / "DELAY"
  /// ```
  static Notify parse(String value) {
    var upper = value.toUpperCase(Locale.ROOT);
    if (upper.equals("NEVER")) return NEVER;
    var events = EnumSet.noneOf(Event.class);
    for (var element : upper.split(",", -1)) events.add(Event.valueOf(element));
    return new Notify(events);
  }

  @Override
  public String toString() {
    if (events.isEmpty()) return "NEVER";
    return String.join(",", EnumSet.copyOf(events).stream().map(Event::name).toList());
  }
}
