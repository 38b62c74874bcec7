package org.posthorn.platform.net;

import java.util.List;

/// What a client has shown of itself in the TLS handshake, which proved that it has the key.
public sealed interface ClientCertificate {

  /// Nothing, or nobody asked.
  record None() implements ClientCertificate {}

  /// A certificate that one of our authorities vouches for now.
  ///
  /// @param addresses the mail addresses that it is for, in its order; at least one
  record Good(List<String> addresses) implements ClientCertificate {
    public Good {
      addresses = List.copyOf(addresses);
    }
  }

  /// One that says nothing about who is there.
  ///
  /// @param reason in words that follow "the certificate"
  record Refused(String reason) implements ClientCertificate {}
}
