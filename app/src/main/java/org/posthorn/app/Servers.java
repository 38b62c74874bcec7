package org.posthorn.app;

import java.util.EnumSet;
import java.util.Set;
import org.posthorn.domain.guard.SenderPolicy;
import org.posthorn.domain.guard.SenderPolicy.Check;
import org.posthorn.servers.imap.ImapConfig;
import org.posthorn.servers.managesieve.ManageSieveConfig;
import org.posthorn.servers.pop3.Pop3Config;
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
            smtp.commandTimeout()),
        smtp.relayNetworks());
  }

  static SenderPolicy senders(Config.SenderChecks config) {
    var checks = EnumSet.noneOf(Check.class);
    if (config.iprev()) checks.add(Check.IPREV);
    if (config.spf()) checks.add(Check.SPF);
    if (config.dkim()) checks.add(Check.DKIM);
    if (config.arc()) checks.add(Check.ARC);
    if (config.dmarc()) checks.add(Check.DMARC);
    return new SenderPolicy(
        checks,
        new SenderPolicy.Reactions(
            config.noName(),
            config.spfFail(),
            config.spfSoftfail(),
            config.dkimFail(),
            config.dmarcReject(),
            config.dmarcQuarantine(),
            config.noAuthor(),
            config.dnsFailed()),
        config.trustedNetworks(),
        Set.copyOf(config.trustedSealers()),
        config.forwarderNetworks(),
        Set.copyOf(config.trustedForwarders()),
        config.timeLimit());
  }

  static ManageSieveConfig manageSieve(String hostname) {
    return ManageSieveConfig.of(hostname);
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

  static Pop3Config pop3(Config config, String hostname) {
    var pop3 = config.pop3();
    return new Pop3Config(
        "Posthorn",
        hostname,
        pop3.loginTimeout(),
        pop3.idleTimeout(),
        pop3.takeoverAfter(),
        pop3.badCommands(),
        pop3.markSeen());
  }
}
