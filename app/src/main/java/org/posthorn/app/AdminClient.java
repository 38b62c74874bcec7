package org.posthorn.app;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Asks the server that runs on a data folder. One thread at a time.
final class AdminClient implements Administration {
  private final AdminLines lines;
  private final AdminProtocol protocol = new AdminProtocol();

  private AdminClient(AdminLines lines) {
    this.lines = lines;
  }

  /// Null if no server runs on this data folder.
  ///
  /// @throws AdminRefused if one may run, but cannot be asked
  static @Nullable AdminClient connect(Path data) throws AdminRefused {
    if (!Files.exists(AdminSocketPath.in(data))) return null;
    try (var path = AdminSocketPath.of(data)) {
      var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        channel.connect(path.address());
      } catch (IOException e) {
        channel.close();
        // What a server that was killed leaves behind.
        if (String.valueOf(e.getMessage()).contains("refused")) return null;
        throw e;
      }
      return new AdminClient(new AdminLines(channel, AdminProtocol.MAX_REPLY_OCTETS));
    } catch (IOException e) {
      throw new AdminRefused(
          "Cannot reach the server through %s: %s. Only the user that runs the server, and root, may."
              .formatted(AdminSocketPath.in(data), e.getMessage()));
    }
  }

  @Override
  public <R extends AdminAnswer> R ask(AdminRequest<R> request, Progress progress)
      throws AdminRefused {
    try {
      lines.write(protocol.write(request));
      while (true) {
        var line = lines.read();
        if (line == null) throw new AdminRefused("The server has ended the connection.");
        switch (protocol.readReply(line)) {
          case AdminProtocol.Reply.AtWork(var done, var of, var what) ->
              progress.at(done, of, what);
          case AdminProtocol.Reply.Refused(var reason) -> throw new AdminRefused(reason);
          case AdminProtocol.Reply.Answered(var answer) -> {
            return protocol.readAnswer(answer, request.answer());
          }
        }
      }
    } catch (IOException e) {
      throw new AdminRefused("The connection to the server is lost: " + e.getMessage());
    }
  }

  /// Waits until the server has closed the connection, which it does as the last but one thing.
  void awaitEnd() {
    try {
      while (lines.read() != null) {}
    } catch (IOException _) {
      // An end too.
    }
  }

  @Override
  public void close() {
    lines.close();
  }
}
