package org.posthorn.wire.imap;

import java.util.ArrayList;
import java.util.List;

/// A command as it arrived: lines without their CRLF, each but the last ending with a literal
/// marker and followed by that literal.
///
/// Filled by the thread that reads the connection, which then hands it to [CommandParser]:
///
/// ```java
/// var raw = new RawCommand(limits);
/// for (; ; ) {
///   byte[] line = readLine(limits.lineOctets());
///   raw.addLine(line);
///   var marker = LiteralMarker.atEndOf(line, line.length);
///   if (marker == null) return CommandParser.parse(raw, mode);
///   raw.checkRoomFor(marker);
///   if (marker.synchronising()) askForMore();
///   raw.addLiteral(Literal.of(readOctets(marker.size())));
/// }
/// ```
///
/// An APPEND goes through [AppendParser] instead, which says of each literal whether it is a
/// message. Refuses more than its [CommandLimits].
public final class RawCommand {

  private final CommandLimits limits;
  private final List<byte[]> lines = new ArrayList<>(1);
  private final List<Literal> literals = new ArrayList<>(0);
  private long textOctets;
  private long literalOctets;

  public RawCommand(CommandLimits limits) {
    this.limits = limits;
  }

  /// The next line, without its CRLF. It is kept, not copied.
  public void addLine(byte[] line) throws ImapSyntaxException {
    if (lines.size() != literals.size()) throw new IllegalStateException("a literal must follow");
    lines.add(line);
    textOctets += line.length;
    if (line.length > limits.lineOctets() || textOctets > limits.textOctets())
      throw refusal("Command line too long");
  }

  /// Refuses a literal that this command has no room to hold in memory. After a refusal of a
  /// non-synchronising literal the client sends its octets all the same: read them off, or close.
  public void checkRoomFor(LiteralMarker marker) throws ImapSyntaxException {
    if (literals.size() >= limits.literals()) throw refusal("Too many literals");
    if (marker.size() > limits.literalOctets() - literalOctets) throw refusal("Literal too large");
  }

  /// Refuses a message of an APPEND when there are too many; its size is the caller's concern.
  public void checkRoomForMessage() throws ImapSyntaxException {
    if (literals.size() >= limits.literals()) throw refusal("Too many messages in one APPEND");
  }

  /// The literal that the last line announced.
  public void addLiteral(Literal literal) {
    if (lines.size() != literals.size() + 1) throw new IllegalStateException("no line before");
    if (literal instanceof Literal.InMemory) literalOctets += literal.size();
    literals.add(literal);
  }

  int lineCount() {
    return lines.size();
  }

  byte[] line(int index) {
    return lines.get(index);
  }

  /// Whether the literal that ends that line is here already.
  boolean hasLiteralAfter(int line) {
    return line < literals.size();
  }

  Literal literalAfter(int line) {
    return literals.get(line);
  }

  private ImapSyntaxException refusal(String text) {
    return new ImapSyntaxException(CommandParser.tagOf(this), Reply.bad(text));
  }
}
