package org.posthorn.platform.acme;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A small listener that is open while an order is under way: a few connections at a time, each for
/// some seconds.
final class ChallengeSocket implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ChallengeSocket.class);
  private static final int BACKLOG = 64;

  /// ACME servers come from several places at once; nobody else has business here.
  private static final int MAX_CONNECTIONS = 32;

  /// Between two octets, and by the count of lines for a whole request.
  private static final int TIMEOUT_MILLIS = 10_000;

  private final ServerSocket server;
  private final Conversation conversation;
  private final Semaphore free = new Semaphore(MAX_CONNECTIONS);

  /// What is said on a connection; whoever calls closes it.
  interface Conversation {
    void with(Socket socket) throws IOException;
  }

  private ChallengeSocket(ServerSocket server, Conversation conversation) {
    this.server = server;
    this.conversation = conversation;
  }

  /// @param setting where the port is configured, for the message
  static ChallengeSocket open(Place place, String setting, Conversation conversation)
      throws IOException {
    var server = new ServerSocket();
    try {
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(place.address(), place.port()), BACKLOG);
    } catch (IOException e) {
      server.close();
      throw new IOException(
          "port %d cannot be had for the challenge (%s): stop the program that has it, give the right CAP_NET_BIND_SERVICE, or change %s"
              .formatted(place.port(), e.getMessage(), setting),
          e);
    }
    var socket = new ChallengeSocket(server, conversation);
    Thread.ofVirtual().name("acme accept").start(socket::accept);
    return socket;
  }

  /// Where to listen.
  record Place(InetAddress address, int port) {}

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var socket = server.accept();
        if (free.tryAcquire()) Thread.ofVirtual().name("acme").start(() -> serve(socket));
        else socket.close();
      } catch (IOException e) {
        log.debug("the challenge listener: {}", e.toString());
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      conversation.with(socket);
    } catch (IOException e) {
      log.debug("a connection to the challenge listener ended: {}", e.toString());
    } finally {
      free.release();
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      log.debug("the challenge listener cannot be closed: {}", e.toString());
    }
  }
}
