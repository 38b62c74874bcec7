package org.posthorn.domain.transfer;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.Spool;

/// The messages of a folder, some at a time, so that memory does not grow with their number. What
/// cannot be read is a fault and the rest comes. Belongs to one thread.
interface OpenFolder extends Closeable {

  /// Its UIDs, where it has any that a client may have seen.
  ///
  /// @param uidNext greater than every UID that was given out
  record Numbering(long uidValidity, int uidNext) {}

  @Nullable Numbering numbering();

  /// How many messages there are; 0 when that is not known.
  long total();

  /// The next messages, at most [Inlet#BATCH]; those with UIDs ascending. None at the end.
  List<Offer> next() throws IOException;

  /// Reads those of the last batch that are wanted, in their order.
  void bring(List<Offer> wanted, Taker taker) throws IOException;

  /// Hears of every message that was read.
  @FunctionalInterface
  interface Taker {
    /// Takes the message over.
    ///
    /// @param spool with CRLF
    void take(Offer offer, Spool spool);
  }

  @Override
  default void close() throws IOException {}
}
