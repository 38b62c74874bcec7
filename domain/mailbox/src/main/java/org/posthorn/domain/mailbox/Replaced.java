package org.posthorn.domain.mailbox;

/// What became of a message that was to take the place of another.
public sealed interface Replaced {
  /// It is stored, and the other one gone.
  record Done(Placed.Stored stored) implements Replaced {}

  /// It could not be stored; the other one is there still.
  record Refused(Placed reason) implements Replaced {}

  /// The other one was not there any more; nothing was stored.
  record Gone() implements Replaced {}
}
