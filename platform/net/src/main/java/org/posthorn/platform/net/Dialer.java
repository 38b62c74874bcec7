package org.posthorn.platform.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.posthorn.platform.net.Connection.Environment;

/// Makes connections to other servers, and watches them as [Listeners] does those that come in.
/// Thread-safe. Whoever dials hangs up.
///
/// Refused: more connections at one time than the limits allow.
public final class Dialer implements AutoCloseable {
  private static final Duration TICK = Duration.ofMillis(500);

  private final String name;
  private final Environment environment;
  private final InstantSource clock;
  private final Watchdog watchdog;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final String idPrefix;
  private final AtomicLong nextId = new AtomicLong(1);

  /// @param name what the connections' [Connection#listener()] says, such as `relay`
  /// @param random only for the prefix of connection ids, which tells runs apart in the log
  public Dialer(String name, NetworkLimits limits, InstantSource clock, RandomGenerator random) {
    this(name, limits, clock, random, System::nanoTime);
  }

  Dialer(
      String name,
      NetworkLimits limits,
      InstantSource clock,
      RandomGenerator random,
      LongSupplier nanoTime) {
    this.name = name;
    this.clock = clock;
    environment = new Environment(limits, new BufferPool(), new Deflaters(), nanoTime);
    idPrefix = Integer.toString(random.nextInt(36 * 36, 36 * 36 * 36), 36) + "-";
    watchdog = new Watchdog(connections, nanoTime, TICK);
    watchdog.start();
  }

  /// Connects.
  ///
  /// @param timeout for the connection to be made; at least a millisecond
  /// @throws IOException if there is no connection in time
  public Connection dial(InetSocketAddress target, SourceAddresses from, Duration timeout)
      throws IOException {
    if (connections.size() >= environment.limits().connections())
      throw new ConnectException("too many connections to others are open");
    var socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      var source = from.towards(target.getAddress());
      if (source != null) socket.bind(new InetSocketAddress(source, 0));
      socket.connect(target, Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE));
      var id = idPrefix + Long.toString(nextId.getAndIncrement(), 36);
      var connection = new Connection(id, name, clock.instant(), environment, socket, null);
      connections.add(connection);
      return connection;
    } catch (IOException e) {
      closeQuietly(socket);
      throw e;
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // There was no connection that could be lost.
    }
  }

  /// Sends what is buffered, closes and forgets. Never throws, may be repeated.
  public void hangUp(Connection connection) {
    connection.close();
    connections.remove(connection);
  }

  /// The connections open at this moment.
  public int open() {
    return connections.size();
  }

  /// Cuts all connections: the sessions on them hear that they are gone.
  @Override
  public void close() {
    connections.forEach(Connection::abort);
    connections.clear();
    watchdog.stop();
  }
}
