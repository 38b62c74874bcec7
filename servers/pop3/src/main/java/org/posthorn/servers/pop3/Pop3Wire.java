package org.posthorn.servers.pop3;

import java.io.IOException;
import org.posthorn.platform.net.Connection;
import org.posthorn.platform.net.LineRead;
import org.posthorn.wire.pop3.CommandParser;
import org.posthorn.wire.pop3.Listing;
import org.posthorn.wire.pop3.Reply;

/// Every octet that one session reads or writes. Belongs to the session's thread.
///
/// Replies wait until no whole command is here any more (RFC 2449 §6.6), so that a pipelined group
/// is answered by one packet, and no reply is ever held back while the client is waited for.
final class Pop3Wire {

  private final Connection connection;

  /// A multi-line response has begun and is not at its end: nothing else can be said.
  private boolean insideResponse;

  Pop3Wire(Connection connection) {
    this.connection = connection;
  }

  LineRead readLine() throws IOException {
    if (!connection.input().hasBufferedLine()) connection.output().flush();
    return connection.input().readLine(CommandParser.MAX_LINE);
  }

  /// The line that was read last is kept out of the transcript.
  void concealLastLine() {
    connection.concealLastLine();
  }

  /// Asks the client to go on (RFC 5034 §4).
  void challenge(String base64) throws IOException {
    connection.output().write("+ " + base64 + "\r\n");
  }

  void write(Reply reply) throws IOException {
    connection.output().write(reply.encode());
  }

  /// Begins a multi-line response.
  void begin(Reply first) throws IOException {
    write(first);
    insideResponse = true;
  }

  /// A line of one.
  void line(String text) throws IOException {
    connection.output().write(text + "\r\n");
  }

  void octets(byte[] octets, int offset, int length) throws IOException {
    connection.output().write(octets, offset, length);
  }

  /// Lines of one, when there are enough of them.
  void spill(Listing listing) throws IOException {
    if (listing.isFull()) send(listing);
  }

  void end(Listing listing) throws IOException {
    send(listing.last());
    insideResponse = false;
  }

  private void send(Listing listing) throws IOException {
    octets(listing.octets(), 0, listing.length());
    listing.clear();
  }

  /// The octets that end a multi-line response have been written.
  void ended() {
    insideResponse = false;
  }

  boolean isInsideResponse() {
    return insideResponse;
  }

  void flush() throws IOException {
    connection.output().flush();
  }
}
