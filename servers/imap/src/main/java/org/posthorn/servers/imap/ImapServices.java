package org.posthorn.servers.imap;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.AccountConnections;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.directory.SaslLogins;
import org.posthorn.domain.filters.MailboxEvents;
import org.posthorn.domain.mailbox.MailStore;
import org.posthorn.domain.search.SearchIndex;
import org.posthorn.domain.sharing.Sharing;
import org.posthorn.platform.storage.Spool;

/// What all sessions share.
///
/// @param spools makes a place for a message of at most so many octets
/// @param scripted null where no scripts run
record ImapServices(
    ImapConfig config,
    Directory directory,
    SaslLogins logins,
    MailStore mail,
    Sharing sharing,
    SearchIndex index,
    LongFunction<Spool> spools,
    InstantSource clock,
    SecureRandom random,
    AccountConnections connections,
    NotifyBacklog backlog,
    @Nullable ScriptedMailboxes scripted) {

  @Nullable MailboxEvents events() {
    return scripted == null ? null : scripted.events();
  }

  ImapServices with(ScriptedMailboxes wanted) {
    return new ImapServices(
        config,
        directory,
        logins,
        mail,
        sharing,
        index,
        spools,
        clock,
        random,
        connections,
        backlog,
        wanted);
  }
}
