package org.posthorn.servers.smtp;

/// Configurations for tests.
final class Limits {
  private Limits() {}

  /// Limits that a short transcript reaches.
  static SmtpConfig small(SmtpConfig config) {
    return new SmtpConfig(
        config.hostName(), "small", 2_000, 2, 3, 4, 2, 3, 500, 1_500, config.timeouts());
  }
}
