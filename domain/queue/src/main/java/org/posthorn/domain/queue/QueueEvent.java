package org.posthorn.domain.queue;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.relay.RelayStep;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.report.Action;

/// What happens to a message in the queue, for its story.
public sealed interface QueueEvent {

  /// Taken in.
  ///
  /// @param due when it is tried first
  record Queued(String destination, List<EmailAddress> recipients, Priority priority, Instant due)
      implements QueueEvent {}

  /// Tried: what was seen on the way, session and message.
  ///
  /// @param number of the attempt, from 1
  /// @param steps the first ones, at most [QueueTrace#MAX_STEPS]
  record Tried(String destination, int number, List<RelayStep> steps) implements QueueEvent {}

  /// Another host has it now.
  ///
  /// @param host its name, or its address in brackets
  /// @param reply what it said
  record Delivered(List<EmailAddress> recipients, String host, String reply)
      implements QueueEvent {}

  /// Not now.
  record Deferred(List<EmailAddress> recipients, Fault fault, Instant next) implements QueueEvent {}

  /// The destination was not reached, so the message was not tried; all of it waits.
  record Unreached(String destination, Fault fault, Instant next) implements QueueEvent {}

  /// Given up.
  record Failed(List<EmailAddress> recipients, Fault fault) implements QueueEvent {}

  /// Somebody was told.
  record Reported(EmailAddress to, List<EmailAddress> recipients, Action action)
      implements QueueEvent {}

  /// Nobody was told, and why.
  record NotReported(List<EmailAddress> recipients, String reason) implements QueueEvent {}

  /// An administrator did something about it.
  ///
  /// @param detail the new destination of a message that goes another way
  record Handled(Deed deed, String destination, @Nullable String detail) implements QueueEvent {}

  /// What an administrator or the sender does.
  enum Deed {
    HELD,
    RELEASED,
    RETRIED,
    BOUNCED,
    DELETED,
    REROUTED,
    TAKEN_BACK
  }
}
