package org.posthorn.domain.relay;

/// Hears what happens on the way to another host, step by step. Called by the thread that goes the
/// way; must not fail.
public interface RelayTrace {

  /// For the story of a message.
  void step(RelayStep step);

  /// For TLS reports (RFC 8460).
  void tls(TlsAttempt attempt);

  /// Hears nothing.
  RelayTrace NONE =
      new RelayTrace() {
        @Override
        public void step(RelayStep step) {}

        @Override
        public void tls(TlsAttempt attempt) {}
      };
}
