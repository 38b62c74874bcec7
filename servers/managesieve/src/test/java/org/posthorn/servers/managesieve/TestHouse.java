package org.posthorn.servers.managesieve;

import java.nio.file.Path;
import org.posthorn.domain.filters.FilterScripts;
import org.posthorn.domain.filters.Filters;
import org.posthorn.domain.filters.SiteScripts;
import org.posthorn.testing.serverkit.ServerHouse;

/// A house with a ManageSieve server, whose configuration may change between connections.
final class TestHouse extends ServerHouse {

  static final ManageSieveConfig CONFIG = ManageSieveConfig.of("mail.example.test");

  private final FilterScripts scripts;

  TestHouse(Path folder) {
    super(folder, Filters.SCHEMA);
    scripts = new FilterScripts(storage()::partition, () -> SiteScripts.NONE, clock());
    open("managesieve", server(CONFIG));
  }

  private ManageSieveServer server(ManageSieveConfig config) {
    return new ManageSieveServer(config, directory(), scripts, RANDOM);
  }

  /// For connections from now on.
  void configure(ManageSieveConfig config) {
    serveWith(server(config));
  }

  /// Takes both accounts' scripts away.
  void reset() {
    for (var name : PEOPLE) scripts.remove(mailAccount(name));
    configure(CONFIG);
  }

  FilterScripts scripts() {
    return scripts;
  }
}
