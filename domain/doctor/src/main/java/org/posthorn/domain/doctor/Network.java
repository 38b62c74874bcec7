package org.posthorn.domain.doctor;

import java.net.InetSocketAddress;

/// Tries connections. Any thread may call; it takes some seconds at most.
public interface Network {

  /// Connects, and hears what is said first.
  ///
  /// @param isTls TLS from the first octet; the certificate is not looked at
  Answer greet(InetSocketAddress end, boolean isTls);

  /// What came of it.
  sealed interface Answer {

    /// Somebody is there.
    ///
    /// @param greeting the first line; empty when nothing was said
    record Reached(String greeting) implements Answer {}

    record Failed(String detail) implements Answer {}
  }
}
