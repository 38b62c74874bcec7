package org.posthorn.app;

import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.delivery.EventPost;
import org.posthorn.domain.filters.MailboxEvents;
import org.posthorn.servers.imap.ImapServer;
import org.posthorn.servers.managesieve.ManageSieveServer;
import org.posthorn.servers.pop3.Pop3Server;

/// The servers by which people come to their mail.
record Reading(ImapServer imap, Pop3Server pop3, ManageSieveServer manageSieve) {

  /// RFC 5804 §1.8; it goes without saying.
  private static final int SIEVE_PORT = 4190;

  static Reading of(Config config, String hostname, Store store, SecureRandom random) {
    var directory = store.directory();
    var plain =
        new ImapServer(
            Servers.imap(config, hostname),
            directory,
            store.mail(),
            store.index(),
            store.storage()::spool,
            store.clock(),
            random);
    var url = sieveUrl(config, hostname);
    // RFC 6785 §2.1: only where scripts can be managed.
    var imap = url == null ? plain : plain.running(events(store), url);
    var pop3 =
        new Pop3Server(
            Servers.pop3(config, hostname), directory, store.mail(), store.clock(), random);
    var manageSieve =
        new ManageSieveServer(
            Servers.manageSieve(hostname), directory, store.filters().scripts(), random);
    return new Reading(imap, pop3, manageSieve);
  }

  private static MailboxEvents events(Store store) {
    var office =
        new EventPost.Office(
            store.directory(), store.mail(), store.ids(), store.storage()::spool, store.clock());
    var post = new EventPost(store.delivery(), store.outbound(), office);
    return new MailboxEvents(store.filters(), post, store.storage()::spool);
  }

  private static @Nullable String sieveUrl(Config config, String hostname) {
    for (var listener : config.listeners()) {
      if (listener.name() != Service.MANAGESIEVE) continue;
      boolean plain = listener.port() == 0 || listener.port() == SIEVE_PORT;
      return "sieve://" + hostname + (plain ? "" : ":" + listener.port());
    }
    return null;
  }
}
