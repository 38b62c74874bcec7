package org.posthorn.platform.net;

/// Hears what a session reads and writes, for logs of the level TRACE. Secrets do not reach it: see
/// [Connection#concealLastLine()] and [Connection#conceal()].
///
/// Called by the threads that read and write the connection, possibly at the same time.
public interface Transcript {
  /// A line that the peer sent, without its ending.
  void received(byte[] line);

  /// Some bytes for the peer, as they were written.
  void sent(byte[] bytes, int offset, int length);

  /// Bytes that are not shown: literals and message data, or secrets.
  void omitted(Direction direction, long bytes);

  /// Seen from here.
  enum Direction {
    RECEIVED,
    SENT
  }
}
