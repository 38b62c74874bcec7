package org.posthorn.platform.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The open sockets of one [ListenerConfig]. One virtual thread per socket accepts and never blocks
/// on a peer; one virtual thread per connection runs the session. Thread-safe.
public final class Listener {
  private static final Logger log = LoggerFactory.getLogger(Listener.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(1);

  private final ListenerConfig config;
  private final List<ServerSocket> sockets;
  private final List<Thread> acceptors = new ArrayList<>();
  private final @Nullable TlsContexts tls;
  private final ConnectionHandler handler;
  private final Listeners owner;
  private final AtomicInteger open = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final QuietLog refusals;
  private final QuietLog failures;

  Listener(
      ListenerConfig config,
      List<ServerSocket> sockets,
      @Nullable TlsContexts tls,
      ConnectionHandler handler,
      Listeners owner) {
    this.config = config;
    this.sockets = sockets;
    this.tls = tls;
    this.handler = handler;
    this.owner = owner;
    refusals = new QuietLog(owner.environment().nanoTime());
    failures = new QuietLog(owner.environment().nanoTime());
  }

  public String name() {
    return config.name();
  }

  public ListenerConfig config() {
    return config;
  }

  /// Where it really listens.
  public List<InetSocketAddress> addresses() {
    return sockets.stream()
        .map(socket -> (InetSocketAddress) socket.getLocalSocketAddress())
        .toList();
  }

  /// The real port, the same on all addresses.
  public int port() {
    return sockets.getFirst().getLocalPort();
  }

  /// Connections open at this moment.
  public int connections() {
    return open.get();
  }

  void start() {
    for (var socket : sockets) {
      var end = ServerSockets.format((InetSocketAddress) socket.getLocalSocketAddress());
      acceptors.add(Thread.ofVirtual().name(name() + " accept").start(() -> accept(socket)));
      log.info("{} listens on {} ({})", name(), end, config.tls());
    }
  }

  /// Takes no more connections; those that are open go on.
  void stopAccepting() {
    closed.countDown();
    sockets.forEach(ServerSockets::close);
    // The system lets go of a port only when nobody waits for connections on it any more.
    acceptors.forEach(Listener::join);
  }

  private static void join(Thread acceptor) {
    try {
      acceptor.join(LONGEST_STOP);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  /// Whatever goes wrong, accepting goes on: running out of file descriptors or memory passes.
  private void accept(ServerSocket socket) {
    var pause = Duration.ZERO;
    while (!isClosed()) {
      try {
        admit(socket.accept());
        pause = Duration.ZERO;
      } catch (IOException | RuntimeException | Error e) {
        if (isClosed()) return;
        pause = pause.isZero() ? FIRST_PAUSE : min(pause.multipliedBy(2), LONGEST_PAUSE);
        owner.counters().acceptFailures.increment();
        int events = failures.due();
        if (events > 0) log.warn("{} cannot accept, goes on trying ({}×)", name(), events, e);
        if (!pause(pause)) return;
      }
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private boolean pause(Duration duration) {
    try {
      return !closed.await(duration.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void admit(Socket socket) {
    var peer = socket.getInetAddress();
    var reason = overLimit();
    if (reason != null) {
      refuse(socket, peer, reason);
      close(socket);
      return;
    }
    boolean begun = false;
    try {
      begun = begin(socket, peer);
    } catch (IOException e) {
      log.debug("{} connection is gone before it began: {}", name(), e.toString());
    } finally {
      if (!begun) {
        leave();
        close(socket);
      }
    }
  }

  /// Enters the counts that do not need the client's address.
  private @Nullable Refusal overLimit() {
    if (!owner.admission().enter()) return Refusal.TOO_MANY_CONNECTIONS;
    if (open.incrementAndGet() <= config.maxConnections()) return null;
    leave();
    return Refusal.TOO_MANY_ON_LISTENER;
  }

  private void leave() {
    open.decrementAndGet();
    owner.admission().leave();
  }

  private boolean begin(Socket socket, InetAddress peer) throws IOException {
    boolean proxied = config.isProxy(peer);
    if (!proxied && !owner.admission().enter(peer)) {
      refuse(socket, peer, Refusal.TOO_MANY_FROM_ADDRESS);
      return false;
    }
    Connection connection = null;
    boolean started = false;
    try {
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      connection = owner.register(this, socket, tls);
      start(connection, proxied);
      started = true;
      return true;
    } finally {
      if (!started && !proxied) owner.admission().leave(peer);
      if (!started && connection != null) owner.forget(connection);
    }
  }

  private void start(Connection connection, boolean proxied) {
    Thread.ofVirtual().name(name() + " " + connection.id()).start(() -> run(connection, proxied));
  }

  /// A fresh socket has room for a line in its send buffer, so this does not block.
  private void refuse(Socket socket, InetAddress peer, Refusal reason) {
    owner.counters().refused(reason);
    int events = refusals.due();
    if (events > 0)
      log.warn("{} refuses {}: {} ({}×)", name(), peer.getHostAddress(), reason, events);
    if (config.tls() == TlsMode.IMPLICIT) return;
    var line = handler.refusal(reason);
    try {
      if (!line.isEmpty()) socket.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      log.trace("{} refusing {}: {}", name(), peer, e.toString());
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // It is gone in any case.
    }
  }

  private void run(Connection connection, boolean proxied) {
    InetAddress counted = proxied ? null : connection.remoteAddress();
    try {
      if (proxied) {
        if (!readProxyHeader(connection)) return;
        if (!owner.admission().enter(connection.remoteAddress())) {
          refuse(connection.socket(), connection.remoteAddress(), Refusal.TOO_MANY_FROM_ADDRESS);
          return;
        }
        counted = connection.remoteAddress();
      }
      if (config.tls() == TlsMode.IMPLICIT && !startTls(connection)) return;
      serve(connection);
    } catch (IOException e) {
      log.debug("{} ended: {}", connection, e.toString());
    } finally {
      connection.close();
      owner.forget(connection);
      if (counted != null) owner.admission().leave(counted);
      leave();
    }
  }

  private boolean readProxyHeader(Connection connection) {
    try {
      connection.readProxyHeader();
      return true;
    } catch (IOException e) {
      owner.counters().badProxyHeaders.increment();
      int events = refusals.due();
      if (events > 0)
        log.warn("{} proxy without a proper header: {} ({}×)", connection, e.toString(), events);
      return false;
    }
  }

  private boolean startTls(Connection connection) {
    try {
      connection.startTls();
      return true;
    } catch (IOException e) {
      owner.counters().failedHandshakes.increment();
      log.debug("{} no TLS: {}", connection, e.toString());
      return false;
    }
  }

  private void serve(Connection connection) throws IOException {
    owner.counters().accepted.increment();
    try {
      handler.serve(connection);
    } catch (RuntimeException | Error e) {
      owner.counters().crashedSessions.increment();
      log.error("{} session failed, which is a bug", connection, e);
    }
  }
}
