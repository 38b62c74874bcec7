package org.posthorn.platform.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One listener on a free port of this machine, for a test. The watchdog looks often.
final class TestServer implements AutoCloseable {
  static final InetAddress IPV4 = InetAddress.ofLiteral("127.0.0.1");
  static final InetAddress IPV6 = InetAddress.ofLiteral("::1");

  final Listeners listeners;
  final Listener listener;

  TestServer(
      NetworkLimits limits,
      ListenerConfig config,
      @Nullable TlsContexts tls,
      ConnectionHandler handler)
      throws IOException {
    listeners =
        new Listeners(
            limits, InstantSource.system(), new Random(1), System::nanoTime, Duration.ofMillis(5));
    listener = listeners.open(config, tls, handler);
  }

  static TestServer plain(ConnectionHandler handler) throws IOException {
    return new TestServer(
        NetworkLimits.DEFAULTS, ListenerConfig.of("test", IPV4, 0, TlsMode.NONE), null, handler);
  }

  static TestServer tls(TlsMode mode, TlsContexts tls, ConnectionHandler handler)
      throws IOException {
    return new TestServer(
        NetworkLimits.DEFAULTS, ListenerConfig.of("test", IPV4, 0, mode), tls, handler);
  }

  static TlsContexts selfSigned(Path folder) throws IOException {
    return new TlsContexts(
        List.of(new CertificateSource.SelfSigned(folder, List.of("mx.example.test"))),
        Passphrase.NONE,
        InstantSource.system(),
        new SecureRandom());
  }

  /// Where a client of this machine reaches it.
  InetSocketAddress address() {
    var bound = listener.addresses().getFirst();
    return bound.getAddress().isAnyLocalAddress()
        ? new InetSocketAddress(IPV4, bound.getPort())
        : bound;
  }

  Client connect() throws IOException {
    return new Client(address());
  }

  /// Waits until something is so that another thread brings about.
  static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) LockSupport.parkNanos(1_000_000);
  }

  @Override
  public void close() {
    listeners.close();
  }
}
