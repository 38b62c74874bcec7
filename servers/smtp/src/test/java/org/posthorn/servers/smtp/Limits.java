package org.posthorn.servers.smtp;

import java.util.List;

/// Configurations for tests.
final class Limits {
  private Limits() {}

  /// Limits that a short transcript reaches.
  static SmtpConfig small(SmtpConfig config) {
    return new SmtpConfig(
        config.hostName(), "small", 2_000, 2, 3, 4, 2, 3, 500, 1_500, config.timeouts(), List.of());
  }
}
