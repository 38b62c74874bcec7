package org.posthorn.servers.pop3;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.directory.SaslLogins;
import org.posthorn.domain.mailbox.MailStore;
import org.posthorn.platform.net.Connection;
import org.posthorn.platform.net.ConnectionHandler;
import org.posthorn.platform.net.Refusal;

/// Serves POP3 (RFC 1939) on the connections that it is given. Any number of connections at once,
/// each on its own thread; one session at a time has an account's maildrop.
public final class Pop3Server implements ConnectionHandler {

  private final Pop3Services services;

  /// For any number of listeners.
  ///
  /// @param random for SCRAM; a cryptographic one
  public Pop3Server(
      Pop3Config config,
      Directory directory,
      MailStore mail,
      InstantSource clock,
      SecureRandom random) {
    var locks = new MaildropLocks(config.takeoverAfter(), clock);
    var logins = new SaslLogins(directory, random);
    services = new Pop3Services(config, directory, logins, mail, locks);
  }

  @Override
  public void serve(Connection connection) throws IOException {
    new Pop3Session(services, connection).run();
  }

  @Override
  public String refusal(Refusal reason) {
    return switch (reason) {
      case TOO_MANY_CONNECTIONS, TOO_MANY_ON_LISTENER ->
          "-ERR [SYS/TEMP] Too many connections, try again later\r\n";
      case TOO_MANY_FROM_ADDRESS -> "-ERR [SYS/TEMP] Too many connections from your address\r\n";
      case SHUTTING_DOWN -> "-ERR [SYS/TEMP] Shutting down\r\n";
    };
  }
}
