package org.posthorn.servers.smtp;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.net.Connection;
import org.posthorn.platform.net.ConnectionInput;
import org.posthorn.platform.net.ConnectionOutput;
import org.posthorn.platform.net.LineRead;
import org.posthorn.wire.smtp.ChunkDecoder;
import org.posthorn.wire.smtp.DataDecoder;
import org.posthorn.wire.smtp.DataFacts;
import org.posthorn.wire.smtp.DataSink;
import org.posthorn.wire.smtp.Reply;
import org.posthorn.wire.smtp.Verb;

/// Every octet that one session reads or writes. Belongs to the session's thread.
///
/// Replies wait until no whole command is here any more (RFC 2920 §3.2), so that a pipelined group
/// is answered by one packet, and no reply is ever held back while the client is waited for.
final class SmtpWire {

  private final Connection connection;
  private final ConnectionInput input;
  private final ConnectionOutput output;
  private final SmtpConfig.Timeouts timeouts;

  /// Data are being read: until their end is found, what comes cannot be told from commands.
  private boolean insideData;

  private boolean hurrying;

  SmtpWire(Connection connection, SmtpConfig.Timeouts timeouts) {
    this.connection = connection;
    this.input = connection.input();
    this.output = connection.output();
    this.timeouts = timeouts;
    input.idleTimeout(timeouts.command());
    input.lineTimeout(timeouts.command());
  }

  /// The next line of commands or of a login.
  LineRead readLine() throws IOException {
    if (!input.hasBufferedLine()) output.flush();
    return input.readLine(Verb.MAX_LINE - 2);
  }

  void write(Reply reply) throws IOException {
    output.write(reply.encode());
  }

  /// A reply that was encoded before.
  void write(byte[] encoded) throws IOException {
    output.write(encoded);
  }

  void flush() throws IOException {
    output.flush();
  }

  /// Whether something has come behind the last command.
  boolean hasMore() {
    return input.hasBuffered();
  }

  /// Whether the client speaks already; asks the socket too.
  boolean hasSpoken() throws IOException {
    return input.hasArrived();
  }

  boolean isInsideData() {
    return insideData;
  }

  @SuppressWarnings("ByteBufferBackingArray") // what peek shows has one
  private static int decode(DataDecoder decoder, ByteBuffer waiting, DataSink sink) {
    return decoder.decode(waiting.array(), start(waiting), waiting.remaining(), sink);
  }

  @SuppressWarnings("ByteBufferBackingArray") // what peek shows has one
  private static void decode(ChunkDecoder decoder, ByteBuffer waiting, int length, DataSink sink) {
    decoder.decode(waiting.array(), start(waiting), length, sink);
  }

  /// Reads the data that follow DATA, to their end (RFC 5321 §4.1.1.4).
  ///
  /// @return what was seen
  DataFacts readData(long limit, DataSink sink) throws IOException {
    var decoder = new DataDecoder(limit);
    beginData();
    while (!decoder.ended()) {
      var waiting = peek();
      int taken = decode(decoder, waiting, sink);
      input.consume(taken);
      if (!decoder.ended()) hurry(decoder.facts());
    }
    endData();
    return decoder.facts();
  }

  /// Reads one chunk (RFC 3030 §2).
  ///
  /// @param decoder null to throw the chunk away
  void readChunk(long size, @Nullable ChunkDecoder decoder, DataSink sink) throws IOException {
    beginData();
    if (decoder == null) input.deadline(timeouts.rest());
    for (long left = size; left > 0; ) {
      var waiting = peek();
      int part = (int) Math.min(left, waiting.remaining());
      if (decoder != null) decode(decoder, waiting, part, sink);
      input.consume(part);
      left -= part;
      if (decoder != null && left > 0) hurry(decoder.facts());
    }
    endData();
  }

  private ByteBuffer peek() throws IOException {
    if (!input.hasBuffered()) output.flush();
    return input.peek();
  }

  private static int start(ByteBuffer buffer) {
    return buffer.arrayOffset() + buffer.position();
  }

  private void beginData() {
    insideData = true;
    hurrying = false;
    input.idleTimeout(timeouts.block());
    input.deadline(timeouts.message());
  }

  /// What is too large already is not waited for as long as what may still be taken.
  private void hurry(DataFacts facts) {
    if (!facts.tooLarge() || hurrying) return;
    hurrying = true;
    input.deadline(timeouts.rest());
  }

  private void endData() {
    input.clearDeadline();
    input.idleTimeout(timeouts.command());
    insideData = false;
  }

  /// Keeps what follows out of transcripts, until [#reveal].
  void conceal() {
    connection.concealLastLine();
    connection.conceal();
  }

  void reveal() {
    connection.reveal();
  }
}
