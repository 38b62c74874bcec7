package org.posthorn.platform.net;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.net.Connection.Environment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All listeners of the server and all their connections: shared limits, the watchdog, and the
/// graceful end. Thread-safe.
public final class Listeners implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Listeners.class);
  private static final Duration TICK = Duration.ofMillis(500);

  /// How long sessions may take to notice that their sockets are gone.
  private static final Duration LAST_WAIT = Duration.ofSeconds(5);

  private final Environment environment;
  private final InstantSource clock;
  private final Admission admission;
  private final Counters counters = new Counters();
  private final Watchdog watchdog;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final String idPrefix;
  private final AtomicLong nextId = new AtomicLong(1);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition fewer = lock.newCondition();
  private volatile boolean draining;

  /// What came of a graceful end.
  ///
  /// @param finished connections whose sessions ended by themselves
  /// @param cut connections that were closed under their sessions when the time was over
  public record Drained(int finished, int cut) {}

  /// @param random only for the prefix of connection ids, which tells runs apart in the log
  public Listeners(NetworkLimits limits, InstantSource clock, RandomGenerator random) {
    this(limits, clock, random, System::nanoTime, TICK);
  }

  Listeners(
      NetworkLimits limits,
      InstantSource clock,
      RandomGenerator random,
      LongSupplier nanoTime,
      Duration tick) {
    environment = new Environment(limits, new BufferPool(), new Deflaters(), nanoTime);
    this.clock = clock;
    admission = new Admission(limits);
    idPrefix = Integer.toString(random.nextInt(36 * 36, 36 * 36 * 36), 36) + "-";
    watchdog = new Watchdog(connections, nanoTime, tick);
    watchdog.start();
  }

  /// Opens a listener and starts to accept.
  ///
  /// @param tls needed unless the mode is [TlsMode#NONE]
  /// @throws ListenException if an address or port cannot be had
  public Listener open(ListenerConfig config, @Nullable TlsContexts tls, ConnectionHandler handler)
      throws ListenException {
    return open(config, ServerSockets.open(config), tls, handler);
  }

  Listener open(
      ListenerConfig config,
      List<ServerSocket> sockets,
      @Nullable TlsContexts tls,
      ConnectionHandler handler) {
    if (config.tls() != TlsMode.NONE && tls == null)
      throw new IllegalArgumentException("listener " + config.name() + " needs a certificate");
    var contexts = config.tls() == TlsMode.NONE ? null : tls;
    var listener = new Listener(config, sockets, contexts, handler, this);
    listeners.add(listener);
    listener.start();
    return listener;
  }

  /// In the order they were opened.
  public List<Listener> all() {
    return List.copyOf(listeners);
  }

  /// The connections open at this moment.
  public Set<Connection> connections() {
    return Set.copyOf(connections);
  }

  public NetworkCounts counts() {
    return counters.counts(connections.size());
  }

  Connection register(Listener listener, Socket socket, @Nullable TlsContexts tls)
      throws IOException {
    var id = idPrefix + Long.toString(nextId.getAndIncrement(), 36);
    var connection = new Connection(id, listener.name(), clock.instant(), environment, socket, tls);
    connections.add(connection);
    // A connection that was accepted while the drain began has been missed by it.
    if (draining) connection.drain();
    return connection;
  }

  void forget(Connection connection) {
    connections.remove(connection);
    if (!draining) return;
    lock.lock();
    try {
      fewer.signalAll();
    } finally {
      lock.unlock();
    }
  }

  Environment environment() {
    return environment;
  }

  Admission admission() {
    return admission;
  }

  Counters counters() {
    return counters;
  }

  Watchdog watchdog() {
    return watchdog;
  }

  /// Ends everything: takes no more connections, lets idle sessions say goodbye and busy ones
  /// finish their command, waits for them up to the grace period, then closes what is left.
  public Drained close(Duration grace) {
    draining = true;
    listeners.forEach(Listener::stopAccepting);
    int before = connections.size();
    connections.forEach(Connection::drain);
    awaitNone(grace);
    int cut = connections.size();
    if (cut > 0) log.warn("{} connections did not end within {}: closed", cut, grace);
    connections.forEach(Connection::abort);
    awaitNone(LAST_WAIT);
    watchdog.stop();
    return new Drained(Math.max(0, before - cut), cut);
  }

  /// Ends everything without grace.
  @Override
  public void close() {
    close(Duration.ZERO);
  }

  private void awaitNone(Duration most) {
    long left = most.toNanos();
    lock.lock();
    try {
      while (!connections.isEmpty() && left > 0) left = fewer.awaitNanos(left);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
