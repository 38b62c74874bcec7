package org.posthorn.domain.transfer;

/// Hears how far a transfer has come.
@FunctionalInterface
public interface TransferProgress {
  /// Is told after every batch of messages.
  ///
  /// @param of how many there are in all; 0 while that is not known
  void at(long done, long of);
}
