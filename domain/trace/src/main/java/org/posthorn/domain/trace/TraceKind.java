package org.posthorn.domain.trace;

import java.util.Locale;

/// What kind of thing happened to a message.
public enum TraceKind {
  /// It was taken: from whom, how, for whom, and what was found out about it.
  ACCEPTED,
  /// It is a part of a message, and was put together with the others.
  JOINED,
  /// It waited for others that did not come, and was delivered as it is.
  RELEASED,
  /// It was put into a mailbox.
  STORED,
  /// It waits for a server elsewhere.
  QUEUED,
  /// Somebody tried to hand it over: what was seen on the way.
  TRIED,
  /// Somebody elsewhere has taken it.
  RELAYED,
  /// It could not be handed over now.
  DEFERRED,
  /// It could not be handed over, and will not be.
  FAILED,
  /// Somebody was told by a report.
  REPORTED,
  /// An administrator or its author did something to it.
  CHANGED;

  /// As it is stored and shown.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static TraceKind of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
