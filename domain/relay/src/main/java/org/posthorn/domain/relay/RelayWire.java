package org.posthorn.domain.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.net.Connection;
import org.posthorn.platform.net.ConnectionInput;
import org.posthorn.platform.net.ConnectionOutput;
import org.posthorn.platform.net.LineRead;
import org.posthorn.platform.net.ReadTimeoutException;
import org.posthorn.wire.smtp.CommandEncoder;
import org.posthorn.wire.smtp.MalformedReplyException;
import org.posthorn.wire.smtp.Reply;
import org.posthorn.wire.smtp.ReplyParser;
import org.posthorn.wire.smtp.SmtpCommand;

/// Every octet of one session with another host. Belongs to the session's thread.
///
/// Each reply has a time by which it has to be complete, however it drips, and all of them together
/// have the session's.
final class RelayWire {

  /// Of a line that is no reply.
  private static final int SHOWN_OCTETS = 60;

  private final Connection connection;
  private final ConnectionInput input;
  private final ConnectionOutput output;
  private final Duration session;

  RelayWire(Connection connection, Duration session) {
    this.connection = connection;
    this.session = session;
    input = connection.input();
    output = connection.output();
  }

  /// What a host sends is not SMTP.
  static final class NotSmtpException extends IOException {
    NotSmtpException(String message) {
      super(message, null);
    }
  }

  Connection connection() {
    return connection;
  }

  /// How much is left of the session's time.
  Duration left() {
    return session.minus(connection.age());
  }

  /// Writes a command; it is sent when a reply is read.
  void send(SmtpCommand command) throws IOException {
    output.write(CommandEncoder.encode(command));
  }

  /// Writes a line of an exchange that nobody is to see.
  void sendSecret(byte[] line) throws IOException {
    output.write(line);
    output.flush();
  }

  /// Writes octets of a message.
  ///
  /// @throws ReadTimeoutException when the session's time is over
  void sendData(byte[] octets, int length) throws IOException {
    if (!left().isPositive()) throw new EOFException("the session took too long");
    output.write(octets, 0, length);
  }

  void flush() throws IOException {
    output.flush();
  }

  /// Sends a command and reads its reply.
  Reply ask(SmtpCommand command, Duration timeout) throws IOException {
    send(command);
    return read(timeout);
  }

  /// Reads the next reply.
  ///
  /// @throws NotSmtpException for anything else
  /// @throws ReadTimeoutException when it is not complete in time
  Reply read(Duration timeout) throws IOException {
    output.flush();
    var left = left();
    var most = timeout.compareTo(left) < 0 ? timeout : left;
    input.idleTimeout(most);
    input.lineTimeout(most);
    input.deadline(most);
    try {
      return reply();
    } finally {
      input.clearDeadline();
    }
  }

  private Reply reply() throws IOException {
    var parser = new ReplyParser();
    while (true) {
      var reply =
          switch (input.readLine(ReplyParser.MAX_LINE)) {
            case LineRead.End _ -> throw new EOFException("the host closed the connection");
            case LineRead.TooLong _ -> throw new NotSmtpException("reply line too long");
            case LineRead.Line(var bytes, var _) -> parsed(parser, bytes);
          };
      if (reply != null) return reply;
    }
  }

  private static @Nullable Reply parsed(ReplyParser parser, byte[] line) throws NotSmtpException {
    try {
      return parser.line(line);
    } catch (MalformedReplyException e) {
      var start = new String(line, 0, Math.min(line.length, SHOWN_OCTETS), ISO_8859_1);
      throw new NotSmtpException(e.getMessage() + ": " + start);
    }
  }

  /// Whether the host has said something that nobody asked for.
  boolean hasUnasked() {
    return input.hasBuffered();
  }

  void conceal() {
    connection.conceal();
  }

  void reveal() {
    connection.reveal();
  }

  /// What an error of the connection means.
  static ConnectionFailure failure(String during, IOException cause) {
    return switch (cause) {
      case NotSmtpException e ->
          ConnectionFailure.of(
              "4.5.0",
              "not SMTP " + during + ": " + Plain.text(String.valueOf(e.getMessage())),
              ConnectionFailure.Next.NEXT_TARGET);
      case ReadTimeoutException _ ->
          ConnectionFailure.of("4.4.2", "time-out " + during, ConnectionFailure.Next.NEXT_TARGET);
      default ->
          ConnectionFailure.of(
              "4.4.2",
              "connection lost " + during + ": " + Plain.text(String.valueOf(cause.getMessage())),
              ConnectionFailure.Next.NEXT_TARGET);
    };
  }
}
