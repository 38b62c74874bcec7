package org.posthorn.wire.imap;

/// How many octets a client may make the server hold for one command.
///
/// The octets of an APPEND's messages do not count: they go to a spool, and have limits of their
/// own (RFC 7889).
///
/// @param lineOctets of one line without its CRLF; RFC 7162 §4 asks for 8,192 at least
/// @param textOctets of all lines of a command together
/// @param literals in one command, messages of an APPEND included
/// @param literalOctets of all literals held in memory together
public record CommandLimits(int lineOctets, int textOctets, int literals, int literalOctets) {

  /// For whom nobody has vouched: enough for every command of that state.
  public static final CommandLimits BEFORE_LOGIN = new CommandLimits(16_384, 32_768, 8, 16_384);

  public static final CommandLimits AFTER_LOGIN =
      new CommandLimits(65_536, 262_144, 1_000, 1_048_576);

  public CommandLimits {
    if (lineOctets < 1 || textOctets < lineOctets || literals < 0 || literalOctets < 0)
      throw new IllegalArgumentException("limits must be positive, and the text hold a line");
  }
}
