package org.posthorn.app;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers administrators through a socket in the data folder, which only the server's user and
/// root may use. A virtual thread accepts, and one per connection answers its requests in turn.
///
/// Opened by the owner of the data folder's lock, so a socket that is there already is left from a
/// server that was killed.
final class AdminSocket implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AdminSocket.class);
  private static final int MAX_CONNECTIONS = 32;
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final Path file;
  private final ServerSocketChannel server;
  private final Administration administration;
  private final AdminProtocol protocol = new AdminProtocol();
  private final Semaphore free = new Semaphore(MAX_CONNECTIONS);

  /// Held for reading while a request is answered, for writing to end them all.
  private final ReentrantReadWriteLock answering = new ReentrantReadWriteLock();

  private final Set<AdminLines> open = ConcurrentHashMap.newKeySet();

  private AdminSocket(Path file, ServerSocketChannel server, Administration administration) {
    this.file = file;
    this.server = server;
    this.administration = administration;
  }

  static AdminSocket open(Path data, Administration administration) throws IOException {
    var file = AdminSocketPath.in(data);
    Files.deleteIfExists(file);
    var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try (var path = AdminSocketPath.of(data)) {
      server.bind(path.address());
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
    var socket = new AdminSocket(file, server, administration);
    Thread.ofVirtual().name("admin accept").start(socket::accept);
    return socket;
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        var channel = server.accept();
        Thread.ofVirtual().name("admin").start(() -> serve(channel));
      } catch (ClosedChannelException _) {
        return;
      } catch (IOException e) {
        log.warn("the admin socket cannot accept", e);
        return;
      }
    }
  }

  private void serve(SocketChannel channel) {
    var lines = new AdminLines(channel, AdminProtocol.MAX_REQUEST_OCTETS);
    open.add(lines);
    try {
      var refusal = refusal(channel);
      if (refusal != null) lines.write(protocol.refusal(refusal));
      else answerAll(lines);
    } catch (IOException e) {
      log.debug("an admin connection ended: {}", e.toString());
    } finally {
      open.remove(lines);
      lines.close();
    }
  }

  private void answerAll(AdminLines lines) throws IOException {
    if (!free.tryAcquire()) {
      lines.write(protocol.refusal("Too many administrators are connected; try again later."));
      return;
    }
    try {
      for (var line = lines.read(); line != null; line = lines.read()) answer(line, lines);
    } catch (AdminLines.TooLong e) {
      lines.write(protocol.refusal("The request is too long: " + e.getMessage()));
    } finally {
      free.release();
    }
  }

  // The mode of the file keeps strangers out, but for the moment between making it and setting
  // that.
  private @Nullable String refusal(SocketChannel channel) throws IOException {
    var peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
    var owner = Files.getOwner(file).getName();
    if (peer.equals(owner) || peer.equals("root") || peer.equals("0")) return null;
    return "Only the user that runs the server, and root, may use this socket.";
  }

  /// The catch ladder of this protocol.
  private void answer(byte[] line, AdminLines lines) throws IOException {
    answering.readLock().lock();
    try {
      lines.write(reply(line, lines));
    } finally {
      answering.readLock().unlock();
    }
  }

  private String reply(byte[] line, AdminLines lines) {
    try {
      var request = protocol.readRequest(line);
      return protocol.answer(administration.ask(request, new ToClient(lines)));
    } catch (AdminRefused e) {
      return protocol.refusal(e.getMessage());
    } catch (RuntimeException e) {
      log.error("an administrative request failed, which is a bug", e);
      return protocol.refusal("The server failed; its log says more: " + e);
    }
  }

  /// Progress that nobody waits for is not worth failing for.
  private final class ToClient implements Progress {
    private final AdminLines lines;

    ToClient(AdminLines lines) {
      this.lines = lines;
    }

    @Override
    public void at(long done, long of, String what) {
      try {
        lines.write(protocol.progress(done, of, what));
      } catch (IOException e) {
        log.debug("progress is not heard: {}", e.toString());
      }
    }
  }

  /// Lets answers that are being given out.
  @Override
  public void close() {
    try {
      server.close();
      Files.deleteIfExists(file);
      if (!answering.writeLock().tryLock(GRACE.toMillis(), TimeUnit.MILLISECONDS))
        log.warn("an administrative request did not end within {}", GRACE);
    } catch (IOException e) {
      log.warn("cannot remove {}: {}", file, e.toString());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    open.forEach(AdminLines::close);
  }
}
