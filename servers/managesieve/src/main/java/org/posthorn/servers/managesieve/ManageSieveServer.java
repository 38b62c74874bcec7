package org.posthorn.servers.managesieve;

import java.io.IOException;
import java.security.SecureRandom;
import org.posthorn.domain.directory.AccountConnections;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.directory.SaslLogins;
import org.posthorn.domain.filters.FilterScripts;
import org.posthorn.platform.net.Connection;
import org.posthorn.platform.net.ConnectionHandler;
import org.posthorn.platform.net.Refusal;

/// Serves ManageSieve (RFC 5804) on the connections that it is given. Any number of connections at
/// once, each on its own thread.
public final class ManageSieveServer implements ConnectionHandler {

  private final ManageSieveServices services;

  /// A server of these scripts.
  ///
  /// @param random for SCRAM; a cryptographic one
  public ManageSieveServer(
      ManageSieveConfig config, Directory directory, FilterScripts scripts, SecureRandom random) {
    var connections = new AccountConnections(config.connectionsPerAccount());
    services =
        new ManageSieveServices(
            config, directory, new SaslLogins(directory, random), scripts, connections);
  }

  @Override
  public void serve(Connection connection) throws IOException {
    new ManageSieveSession(services, connection).run();
  }

  @Override
  public String refusal(Refusal reason) {
    return switch (reason) {
      case TOO_MANY_CONNECTIONS, TOO_MANY_ON_LISTENER ->
          "BYE (TRYLATER) \"Too many connections, try again later\"\r\n";
      case TOO_MANY_FROM_ADDRESS -> "BYE (TRYLATER) \"Too many connections from your address\"\r\n";
      case SHUTTING_DOWN -> "BYE (TRYLATER) \"Shutting down\"\r\n";
    };
  }
}
