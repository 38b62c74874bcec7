package org.posthorn.domain.queue;

/// What an administrator's command came to.
///
/// @param entries that it was done to
/// @param sending that it was not done to, because a worker has them at this moment
public record Touched(long entries, long sending) {
  static final Touched NONE = new Touched(0, 0);

  Touched plus(Touched other) {
    return new Touched(entries + other.entries, sending + other.sending);
  }
}
