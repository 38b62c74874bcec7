package org.posthorn.platform.acme;

import java.io.IOException;

/// Shows an ACME server that a name is ours. Opened for one order and closed after it; one thread
/// uses it, others are served meanwhile.
public interface Proof extends AutoCloseable {

  /// The kind of challenge, as RFC 8555 §8 and RFC 8737 §3 name it.
  enum Kind {
    HTTP_01("http-01"),
    TLS_ALPN_01("tls-alpn-01"),
    DNS_01("dns-01");

    private final String type;

    Kind(String type) {
      this.type = type;
    }

    public String type() {
      return type;
    }
  }

  /// What is to be shown.
  ///
  /// @param name without `*.`
  /// @param token the last part of the path of http-01
  /// @param authorization what is found there (RFC 8555 §8.1)
  /// @param digest of the authorization in base64url, what the record of dns-01 says (§8.4)
  record Challenge(String name, String token, String authorization, String digest) {}

  Kind kind();

  /// Begins to show an answer.
  ///
  /// @throws IOException it cannot be shown; the message says why and what to do
  void show(Challenge challenge) throws IOException;

  /// Takes it away; never throws.
  void withdraw(Challenge challenge);

  @Override
  void close();

  /// Makes one for an order.
  @FunctionalInterface
  interface Source {
    /// Opens what shows the answers.
    ///
    /// @throws IOException a port cannot be had; the message says which and what to do
    Proof open() throws IOException;
  }
}
