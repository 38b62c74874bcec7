package org.posthorn.domain.queue;

/// A worker wanted to settle what is not its own any more. Undoes the transaction, and with it the
/// report, because somebody else settles it.
final class LeaseLostException extends RuntimeException {
  private static final long serialVersionUID = 1;

  LeaseLostException(QueueEntry entry) {
    super("the lease %s of %s is lost".formatted(entry.lease(), entry.id()));
  }
}
