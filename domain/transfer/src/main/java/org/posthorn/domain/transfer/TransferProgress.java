package org.posthorn.domain.transfer;

/// Hears how far a transfer has come.
@FunctionalInterface
public interface TransferProgress {
  /// Is told after every batch of messages.
  ///
  /// @param of how many there are in all
  void at(long done, long of);
}
