package org.posthorn.servers.imap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.net.LineRead;
import org.posthorn.wire.imap.AppendParser;
import org.posthorn.wire.imap.CommandLimits;
import org.posthorn.wire.imap.CommandParser;
import org.posthorn.wire.imap.ImapSyntaxException;
import org.posthorn.wire.imap.Literal;
import org.posthorn.wire.imap.LiteralMarker;
import org.posthorn.wire.imap.RawCommand;
import org.posthorn.wire.imap.Reply;
import org.posthorn.wire.imap.Tag;
import org.posthorn.wire.imap.WireMode;

/// Reads one command: its lines, and the literals between them (RFC 9051 §4.3, RFC 7888).
///
/// Whatever is refused is read off, so that the next line is a command again. Made for one command,
/// on the session's thread.
final class CommandReader {

  private final ImapWire wire;
  private final CommandLimits limits;
  private final WireMode mode;

  /// Absent where APPEND is not allowed.
  private final @Nullable AppendReception appends;

  private final long mostReadOff;

  /// @param mostReadOff octets of a refused literal that are read off
  CommandReader(
      ImapWire wire,
      CommandLimits limits,
      WireMode mode,
      @Nullable AppendReception appends,
      long mostReadOff) {
    this.wire = wire;
    this.limits = limits;
    this.mode = mode;
    this.appends = appends;
    this.mostReadOff = mostReadOff;
  }

  Incoming read() throws IOException {
    var raw = new RawCommand(limits);
    AppendParser append = null;
    boolean first = true;
    boolean secret = false;
    while (true) {
      var read = wire.readLine(limits.lineOctets());
      if (read instanceof LineRead.TooLong tooLong) return tooLong(raw, tooLong);
      // A bare LF ends a line, too: people type commands by hand.
      if (!(read instanceof LineRead.Line(byte[] line, _))) return new Incoming.Ended();
      secret |= first && isSecret(line);
      if (secret) wire.concealLastLine();
      var marker = LiteralMarker.atEndOf(line, line.length);
      try {
        raw.addLine(line);
        if (first && appends != null && AppendParser.isAppend(line))
          append = new AppendParser(raw, mode);
        if (marker == null) {
          var tagged = append == null ? CommandParser.parse(raw, mode) : append.finish();
          return new Incoming.Command(tagged);
        }
        raw.addLiteral(literal(raw, marker, append));
      } catch (ImapSyntaxException e) {
        return refused(e.tag(), e.reply(), marker);
      } catch (CommandRejected e) {
        return refused(CommandParser.tagOf(raw), e.reply(), marker);
      }
      first = false;
    }
  }

  private Literal literal(RawCommand raw, LiteralMarker marker, @Nullable AppendParser append)
      throws IOException, ImapSyntaxException, CommandRejected {
    var announced = append == null ? null : append.announced();
    if (announced == null || appends == null) {
      raw.checkRoomFor(marker);
      askForMore(marker);
      return Literal.of(wire.readLiteral((int) marker.size()));
    }
    raw.checkRoomForMessage();
    var message = appends.expect(announced);
    askForMore(marker);
    message.receive(wire);
    return message;
  }

  private void askForMore(LiteralMarker marker) throws IOException {
    if (marker.synchronising()) wire.continuation("Go on");
  }

  private static boolean isSecret(byte[] line) {
    var text = new String(line, 0, Math.min(line.length, 200), StandardCharsets.ISO_8859_1);
    var words = text.split(" ", 3);
    if (words.length < 3) return false;
    var name = words[1].toUpperCase(Locale.ROOT);
    return name.equals("LOGIN") || name.equals("AUTHENTICATE");
  }

  private Incoming tooLong(RawCommand raw, LineRead.TooLong line) throws IOException {
    wire.concealLastLine();
    var tail = line.tail();
    return refused(tag(raw, line), Replies.LINE_TOO_LONG, LiteralMarker.atEndOf(tail, tail.length));
  }

  private @Nullable Tag tag(RawCommand raw, LineRead.TooLong line) {
    var known = CommandParser.tagOf(raw);
    if (known != null) return known;
    var head = new RawCommand(limits);
    try {
      head.addLine(line.head());
    } catch (ImapSyntaxException _) {
      return null;
    }
    return CommandParser.tagOf(head);
  }

  /// After a refusal the client still sends what it does not wait to be asked for (RFC 7888 §4).
  private Incoming refused(@Nullable Tag tag, Reply reply, @Nullable LiteralMarker at)
      throws IOException {
    var marker = at;
    long readOff = 0;
    while (marker != null && !marker.synchronising()) {
      if (marker.size() > mostReadOff - readOff) return new Incoming.Flood();
      wire.skipLiteral(marker.size());
      readOff += marker.size() + 1;
      byte[] end;
      switch (wire.readLine(limits.lineOctets())) {
        case LineRead.Line(byte[] line, _) -> end = line;
        case LineRead.TooLong tooLong -> end = tooLong.tail();
        case LineRead.End _ -> {
          return new Incoming.Ended();
        }
      }
      marker = LiteralMarker.atEndOf(end, end.length);
    }
    return new Incoming.Refused(tag, reply);
  }
}
