package org.posthorn.servers.managesieve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.filters.FilterLimits;
import org.posthorn.platform.net.Connection;
import org.posthorn.platform.net.LineRead;
import org.posthorn.wire.managesieve.CommandParser;
import org.posthorn.wire.managesieve.ManageSieveCommand;
import org.posthorn.wire.managesieve.ManageSieveSyntaxException;
import org.posthorn.wire.managesieve.RawCommand;
import org.posthorn.wire.managesieve.Reply;

/// Reads one command: its lines, and the literals between them. Whatever is refused is read off, so
/// that the next line is a command again. Made for one command, on the session's thread.
final class CommandReader {

  /// Two quoted strings of 1,024 octets, each escaped, and something around them.
  static final int MAX_LINE_OCTETS = 8 * 1024;

  /// Octets of all literals of a command before login: of SASL messages.
  private static final int MAX_LITERALS_BEFORE_LOGIN = 8 * 1024;

  /// After it: of a script and the names.
  private static final int MAX_LITERALS = FilterLimits.MAX_SCRIPT_OCTETS + 4 * 1024;

  /// How many octets of what is refused are read off.
  private static final long MAX_READ_OFF = 4L * FilterLimits.MAX_SCRIPT_OCTETS;

  /// A literal must come at this rate at least, a while at the beginning aside.
  private static final int SLOWEST_OCTETS_PER_SECOND = 1024;

  private static final Duration LITERAL_GRACE = Duration.ofMinutes(5);

  private final Connection connection;
  private final boolean loggedIn;
  private long literals;

  CommandReader(Connection connection, boolean loggedIn) {
    this.connection = connection;
    this.loggedIn = loggedIn;
  }

  /// What came.
  sealed interface Incoming {
    record Command(ManageSieveCommand command) implements Incoming {}

    record Refused(Reply reply) implements Incoming {}

    record Ended() implements Incoming {}
  }

  Incoming command() throws IOException, SessionEnds {
    var raw = new RawCommand();
    boolean first = true;
    while (true) {
      var read = connection.input().readLine(MAX_LINE_OCTETS);
      if (read instanceof LineRead.TooLong tooLong) {
        connection.concealLastLine();
        return refused(Replies.LINE_TOO_LONG, RawCommand.literal(tooLong.tail()));
      }
      if (!(read instanceof LineRead.Line(byte[] line, _))) return new Incoming.Ended();
      if (first && isSecret(line)) connection.concealLastLine();
      first = false;
      try {
        raw.addLine(line);
        var announced = raw.announced();
        if (announced == null) return new Incoming.Command(CommandParser.parse(raw));
        var fault = tooLarge(announced);
        if (fault != null) return refused(fault, announced);
        raw.addLiteral(literal(announced));
      } catch (ManageSieveSyntaxException e) {
        return refused(Reply.no("I do not understand: " + e.getMessage() + "."), raw.announced());
      }
    }
  }

  private @Nullable Reply tooLarge(long announced) {
    if (announced + literals <= (loggedIn ? MAX_LITERALS : MAX_LITERALS_BEFORE_LOGIN)) return null;
    return loggedIn ? Replies.SCRIPT_TOO_LARGE : Replies.LITERAL_TOO_LARGE;
  }

  /// A string on lines of its own, as SASL's responses come (RFC 5804 §2.1).
  byte[] string() throws IOException, CommandRejected, SessionEnds {
    var raw = new RawCommand();
    while (true) {
      var line = secretLine();
      try {
        raw.addLine(line);
        var announced = raw.announced();
        if (announced == null) return CommandParser.onlyString(raw);
        var fault = tooLarge(announced);
        if (fault != null) throw rejected(fault, announced);
        raw.addLiteral(literal(announced));
      } catch (ManageSieveSyntaxException e) {
        throw rejected(Reply.no(e.getMessage() + "."), raw.announced());
      }
    }
  }

  private byte[] secretLine() throws IOException, CommandRejected, SessionEnds {
    var read = connection.input().readLine(MAX_LINE_OCTETS);
    connection.concealLastLine();
    return switch (read) {
      case LineRead.Line(byte[] line, _) -> line;
      case LineRead.TooLong tooLong ->
          throw rejected(Replies.LINE_TOO_LONG, RawCommand.literal(tooLong.tail()));
      case LineRead.End _ -> throw new SessionEnds(Replies.SHUTTING_DOWN);
    };
  }

  private CommandRejected rejected(Reply reply, @Nullable Long announced)
      throws IOException, SessionEnds {
    refused(reply, announced);
    return new CommandRejected(reply);
  }

  private static boolean isSecret(byte[] line) {
    var text = new String(line, 0, Math.min(line.length, 20), StandardCharsets.ISO_8859_1);
    return text.stripLeading().toUpperCase(Locale.ROOT).startsWith("AUTHENTICATE");
  }

  private byte[] literal(long octets) throws IOException {
    literals += octets;
    deadline(octets);
    try {
      return connection.input().readFully((int) octets);
    } finally {
      noDeadline();
    }
  }

  private void deadline(long octets) {
    if (loggedIn)
      connection.input().deadline(LITERAL_GRACE.plusSeconds(octets / SLOWEST_OCTETS_PER_SECOND));
  }

  private void noDeadline() {
    if (loggedIn) connection.input().clearDeadline();
  }

  /// The client sends its literals all the same.
  private Incoming refused(Reply reply, @Nullable Long announced) throws IOException, SessionEnds {
    var next = announced;
    long readOff = 0;
    while (next != null) {
      readOff += next + 1;
      if (readOff > (loggedIn ? MAX_READ_OFF : MAX_LITERALS_BEFORE_LOGIN * 4L))
        throw new SessionEnds(Replies.FLOOD);
      deadline(next);
      try {
        connection.input().skipFully(next);
      } finally {
        noDeadline();
      }
      next =
          switch (connection.input().readLine(MAX_LINE_OCTETS)) {
            case LineRead.Line(byte[] line, _) -> RawCommand.literal(line);
            case LineRead.TooLong tooLong -> RawCommand.literal(tooLong.tail());
            case LineRead.End _ -> null;
          };
    }
    return new Incoming.Refused(reply);
  }
}
