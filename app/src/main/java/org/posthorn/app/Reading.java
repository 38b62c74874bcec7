package org.posthorn.app;

import java.security.SecureRandom;
import org.posthorn.servers.imap.ImapServer;
import org.posthorn.servers.managesieve.ManageSieveServer;
import org.posthorn.servers.pop3.Pop3Server;

/// The servers by which people come to their mail.
record Reading(ImapServer imap, Pop3Server pop3, ManageSieveServer manageSieve) {

  static Reading of(Config config, String hostname, Store store, SecureRandom random) {
    var directory = store.directory();
    var imap =
        new ImapServer(
            Servers.imap(config, hostname),
            directory,
            store.mail(),
            store.index(),
            store.storage()::spool,
            store.clock(),
            random);
    var pop3 =
        new Pop3Server(
            Servers.pop3(config, hostname), directory, store.mail(), store.clock(), random);
    var manageSieve =
        new ManageSieveServer(
            Servers.manageSieve(hostname), directory, store.filters().scripts(), random);
    return new Reading(imap, pop3, manageSieve);
  }
}
