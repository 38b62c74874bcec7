package org.posthorn.app;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The server's own name.
final class HostName {
  private static final Logger log = LoggerFactory.getLogger(HostName.class);
  private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

  private HostName() {}

  /// As it is configured, or the machine's.
  static String of(Config.Server server) {
    var name = configuredOrOfMachine(server);
    if (server.hostname() == null && !name.contains("."))
      log.warn(
          "the machine calls itself {}, which is no full name: other servers may refuse mail. Set"
              + " hostname in [server]",
          name);
    return name;
  }

  static String configuredOrOfMachine(Config.Server server) {
    return server.hostname() == null ? ofMachine() : server.hostname();
  }

  private static String ofMachine() {
    try {
      // Asking the resolver may take seconds on a machine without network.
      var kernel = Files.readString(KERNEL).strip();
      if (kernel.contains(".")) return kernel;
      return InetAddress.getLocalHost().getCanonicalHostName();
    } catch (IOException _) {
      return "localhost";
    }
  }
}
