package org.posthorn.testing.testkit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// Where a session connects, and what it speaks there.
///
/// @param tls the implicit TLS port; an endpoint without one is reached in plain in every mode
public record Endpoint(Dialect dialect, InetSocketAddress plain, @Nullable InetSocketAddress tls) {
  /// An endpoint on 127.0.0.1 with a plain and an implicit TLS port.
  public static Endpoint local(Dialect dialect, int plainPort, int tlsPort) {
    return new Endpoint(dialect, local(plainPort), local(tlsPort));
  }

  /// An endpoint on 127.0.0.1 with a plain port only.
  public static Endpoint local(Dialect dialect, int plainPort) {
    return new Endpoint(dialect, local(plainPort), null);
  }

  private static InetSocketAddress local(int port) {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
  }

  InetSocketAddress address(Mode mode) {
    return mode == Mode.TLS && tls != null ? tls : plain;
  }

  boolean isTls(Mode mode) {
    return mode == Mode.TLS && tls != null;
  }
}
