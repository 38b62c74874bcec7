package org.posthorn.app;

import org.posthorn.servers.imap.ImapConfig;
import org.posthorn.servers.smtp.SmtpConfig;

/// What each server is to know, from the configuration.
final class Servers {
  private Servers() {}

  static SmtpConfig smtp(Config config, String hostname) {
    var smtp = config.smtp();
    return new SmtpConfig(
        hostname,
        smtp.banner(),
        config.limits().messageSize().bytes(),
        config.limits().recipients(),
        smtp.messages(),
        smtp.badCommands(),
        smtp.failedLogins(),
        smtp.receivedFields(),
        Math.toIntExact(smtp.headerSize().bytes()),
        Math.toIntExact(smtp.lineLength().bytes()),
        new SmtpConfig.Timeouts(
            smtp.commandTimeout(),
            smtp.commandTimeout(),
            smtp.messageTimeout(),
            smtp.commandTimeout()));
  }

  static ImapConfig imap(Config config, String hostname) {
    var imap = config.imap();
    return new ImapConfig(
        "Posthorn",
        "",
        hostname,
        config.limits().messageSize().bytes(),
        imap.loginTimeout(),
        imap.idleTimeout(),
        imap.keepAlive(),
        imap.badCommands(),
        imap.connectionsPerAccount());
  }
}
