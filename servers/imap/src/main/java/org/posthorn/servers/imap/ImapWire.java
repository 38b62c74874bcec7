package org.posthorn.servers.imap;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.net.Connection;
import org.posthorn.platform.net.LineRead;
import org.posthorn.wire.imap.Reply;
import org.posthorn.wire.imap.ResponseWriter;
import org.posthorn.wire.imap.StatusResponses;
import org.posthorn.wire.imap.Tag;
import org.posthorn.wire.imap.WireMode;

/// Owns every byte of a session: lines and literals in, responses out.
///
/// Responses collect in a buffer. They go to the connection when the buffer is large or a command
/// has ended, and to the client when it waits for them: when no pipelined command is here already.
/// Belongs to the session's thread; during IDLE another one reads lines.
final class ImapWire {

  /// How much of a response waits in memory.
  private static final int SPILL_OCTETS = 32 * 1024;

  /// Between commands nothing larger is kept.
  private static final int IDLE_OCTETS = 2 * 1024;

  /// A literal must come at this rate at least, a while at the beginning aside.
  private static final int SLOWEST_OCTETS_PER_SECOND = 1024;

  private static final Duration LITERAL_GRACE = Duration.ofMinutes(5);

  private final Connection connection;
  private ResponseWriter out = new ResponseWriter(WireMode.REV1);

  /// The length of `out` up to which it holds whole responses; -1 while a response is under way
  /// whose beginning has left.
  private int whole;

  private boolean loggedIn;

  ImapWire(Connection connection) {
    this.connection = connection;
  }

  /// Where responses are written. To be asked for anew after anything is sent.
  ResponseWriter out() {
    return out;
  }

  /// For everything that is written from now on (RFC 5161).
  void enable(WireMode mode) {
    out.enable(mode);
  }

  /// Ends the deadline for logging in; from now on each literal has its own.
  void loggedIn() {
    loggedIn = true;
    connection.input().clearDeadline();
  }

  /// As before the login (RFC 8437 §3).
  void loggedOut() {
    loggedIn = false;
    out.enable(WireMode.REV1);
  }

  // ---- in

  /// The next line; what was written is sent first, if the client has to say something for there to
  /// be one.
  LineRead readLine(int maxOctets) throws IOException {
    if (!connection.input().hasBufferedLine()) flush();
    return readLineWhileWriting(maxOctets);
  }

  /// For a second thread; the session's thread sends what is written.
  LineRead readLineWhileWriting(int maxOctets) throws IOException {
    return connection.input().readLine(maxOctets);
  }

  /// The line that was read last is kept out of the transcript.
  void concealLastLine() {
    connection.concealLastLine();
  }

  /// A literal for memory; its size has been checked.
  byte[] readLiteral(int octets) throws IOException {
    beginLiteral(octets);
    try {
      return connection.input().readFully(octets);
    } finally {
      endLiteral();
    }
  }

  /// Reads a literal off.
  void skipLiteral(long octets) throws IOException {
    beginLiteral(octets);
    try {
      connection.input().skipFully(octets);
    } finally {
      endLiteral();
    }
  }

  /// Takes the octets of a literal piece by piece.
  interface LiteralSink {
    void take(byte[] octets, int offset, int length);
  }

  void readLiteral(long octets, LiteralSink sink) throws IOException {
    beginLiteral(octets);
    try {
      for (long left = octets; left > 0; ) {
        var here = connection.input().peek();
        int part = (int) Math.min(left, here.remaining());
        sink.take(here.array(), here.arrayOffset() + here.position(), part);
        connection.input().consume(part);
        left -= part;
      }
    } finally {
      endLiteral();
    }
  }

  private void beginLiteral(long octets) throws IOException {
    if (connection.input().buffered() < octets) flush();
    if (!loggedIn) return;
    connection.input().deadline(LITERAL_GRACE.plusSeconds(octets / SLOWEST_OCTETS_PER_SECOND));
  }

  private void endLiteral() {
    if (loggedIn) connection.input().clearDeadline();
  }

  // ---- out

  void untagged(Reply reply) throws IOException {
    StatusResponses.untagged(out, reply);
    responseEnds();
  }

  void tagged(@Nullable Tag tag, Reply reply) throws IOException {
    StatusResponses.tagged(out, tag, reply);
    responseEnds();
  }

  /// Asks the client to go on, at once.
  void continuation(String text) throws IOException {
    StatusResponses.continuation(out, text);
    flush();
  }

  /// Notes that `out` ends with a whole response; sends if there is much. Long answers call it
  /// after each response.
  void responseEnds() throws IOException {
    whole = out.length();
    if (whole >= SPILL_OCTETS) spill();
  }

  /// Forgets the response that was being written when something failed; false when its beginning
  /// has left already, after which nothing sensible can follow.
  boolean abandonResponse() {
    if (whole < 0) return false;
    out.truncate(whole);
    return true;
  }

  /// Sends what is written, the literal marker at its end included, then the octets of the literal.
  ///
  /// @throws EOFException if `from` ends too early; the response cannot be finished then
  void stream(InputStream from, long octets) throws IOException {
    spill();
    whole = -1;
    var piece = new byte[(int) Math.min(octets, SPILL_OCTETS)];
    for (long left = octets; left > 0; ) {
      int read = from.read(piece, 0, (int) Math.min(left, piece.length));
      if (read < 0) throw new EOFException("the message is shorter than it was said to be");
      connection.output().write(piece, 0, read);
      left -= read;
    }
  }

  private void spill() throws IOException {
    connection.output().write(out.array(), 0, out.length());
    var mode = out.mode();
    out.reset();
    if (out.array().length > SPILL_OCTETS * 2) out = new ResponseWriter(mode);
    whole = 0;
  }

  /// Sends everything to the client.
  void flush() throws IOException {
    if (out.length() > 0) spill();
    connection.output().flush();
  }

  /// The end of a command: sends, unless the answer to the next one can go along, and gives back
  /// memory.
  void commandEnds() throws IOException {
    if (!connection.input().hasBufferedLine()) sendAll();
  }

  /// Sends everything and gives back memory, while another thread reads.
  void sendAll() throws IOException {
    flush();
    if (out.array().length > IDLE_OCTETS) out = new ResponseWriter(out.mode());
  }
}
