package org.posthorn.servers.imap;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.LongFunction;
import org.posthorn.domain.directory.AccountConnections;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.directory.SaslLogins;
import org.posthorn.domain.filters.MailboxEvents;
import org.posthorn.domain.mailbox.MailStore;
import org.posthorn.domain.search.SearchIndex;
import org.posthorn.domain.sharing.Sharing;
import org.posthorn.platform.net.Connection;
import org.posthorn.platform.net.ConnectionHandler;
import org.posthorn.platform.net.Refusal;
import org.posthorn.platform.storage.Spool;

/// Serves IMAP4rev1 and IMAP4rev2 (RFC 3501, RFC 9051) on the connections that it is given. Any
/// number of connections at once, each on its own thread.
public final class ImapServer implements ConnectionHandler {

  private final ImapServices services;

  /// @param spools makes a place for a message of at most so many octets
  /// @param random for SCRAM; a cryptographic one
  public ImapServer(
      ImapConfig config,
      Directory directory,
      MailStore mail,
      SearchIndex index,
      LongFunction<Spool> spools,
      InstantSource clock,
      SecureRandom random) {
    var connections = new AccountConnections(config.connectionsPerAccount());
    services =
        new ImapServices(
            config,
            directory,
            new SaslLogins(directory, random),
            mail,
            new Sharing(directory, mail),
            index,
            spools,
            clock,
            random,
            connections,
            new NotifyBacklog(),
            null);
    directory.shared().whenMembersChange(mail.changes()::accessChanged);
    directory.annotations().whenChanged(mail.changes()::serverAnnotated);
  }

  private ImapServer(ImapServices services) {
    this.services = services;
  }

  /// One that runs the scripts of mailboxes; use it instead of this.
  ///
  /// @param sieveUrl of the ManageSieve server, where people come to their scripts (RFC 5804 §3)
  public ImapServer running(MailboxEvents events, String sieveUrl) {
    return new ImapServer(services.with(new ScriptedMailboxes(events, sieveUrl)));
  }

  @Override
  public void serve(Connection connection) throws IOException {
    new ImapSession(services, connection).run();
  }

  @Override
  public String refusal(Refusal reason) {
    return switch (reason) {
      case TOO_MANY_CONNECTIONS, TOO_MANY_ON_LISTENER ->
          "* BYE [UNAVAILABLE] Too many connections, try again later\r\n";
      case TOO_MANY_FROM_ADDRESS -> "* BYE [LIMIT] Too many connections from your address\r\n";
      case SHUTTING_DOWN -> "* BYE [UNAVAILABLE] Shutting down\r\n";
    };
  }
}
