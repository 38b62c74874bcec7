package org.posthorn.servers.imap;

import org.posthorn.domain.filters.MailboxEvents;

/// Scripts that run for what happens in mailboxes (RFC 6785), and where people come to them.
///
/// @param sieveUrl of the ManageSieve server, as RFC 5804 §3 writes it
record ScriptedMailboxes(MailboxEvents events, String sieveUrl) {}
