package org.posthorn.platform.net;

/// What [ConnectionInput#readLine] found.
public sealed interface LineRead {
  /// A line without its ending. Bare CRs stay in the bytes; that a bare LF ended it is told, and
  /// what that means is the protocol's affair.
  @SuppressWarnings("ArrayRecordComponent") // the line's own copy, handed over to the caller
  record Line(byte[] bytes, Ending ending) implements LineRead {}

  /// A line longer than asked for. It has been skipped to its end, so the session can answer and go
  /// on.
  ///
  /// @param head its first bytes, for a tag
  /// @param tail its last bytes, for the announcement of a literal
  /// @param length of the whole line in bytes, without its ending
  @SuppressWarnings("ArrayRecordComponent") // copies, handed over to the caller
  record TooLong(byte[] head, byte[] tail, long length, Ending ending) implements LineRead {}

  /// The peer closed, or [Connection#isDraining()] and the session is to say goodbye. An unfinished
  /// line before the end is dropped.
  record End() implements LineRead {}

  /// How a line ended.
  enum Ending {
    CRLF,
    BARE_LF
  }
}
