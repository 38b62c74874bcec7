package org.posthorn.app;

import java.util.Map;
import org.posthorn.wire.mail.DomainName;

/// The configuration file that `quickstart` leaves in its data folder.
final class QuickstartConfig {
  private static final String ALL = "all";

  private QuickstartConfig() {}

  /// @param offset added to every port that `ports` does not name
  /// @throws AdminRefused when a port is none, or a name is not a listener's
  static String text(DomainName domain, int offset, Map<String, Integer> ports)
      throws AdminRefused {
    for (var name : ports.keySet()) check(name);
    var text =
        new StringBuilder(
            """
            # Made by `posthorn quickstart`. Every key that may stand here, with its default and what
            # it is for: posthorn config describe

            [server]
            hostname = "mail.%s"
            data = "."
            """
                .formatted(domain.ascii()));
    for (var service : Service.values()) {
      if (!service.served()) continue;
      int usual = ports.getOrDefault(ALL, service.quickstartPort() + offset);
      int port = ports.getOrDefault(service.word(), usual);
      if (port < 0 || port > 65_535)
        throw new AdminRefused(
            "%d is no port for %s: ports are from 1 to 65535.".formatted(port, service.word()));
      text.append(
          """

          [[listeners]]
          name = "%s"
          addresses = ["127.0.0.1"]
          port = %d
          """
              .formatted(service.word(), port));
    }
    return text.toString();
  }

  private static void check(String name) throws AdminRefused {
    if (name.equals(ALL)) return;
    var service = Service.of(name);
    if (service == null) throw new AdminRefused("There is no listener called " + name + ".");
    if (!service.served()) throw new AdminRefused("This version does not serve " + name + " yet.");
  }
}
