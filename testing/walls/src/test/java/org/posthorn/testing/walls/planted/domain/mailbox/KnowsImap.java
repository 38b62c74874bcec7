package org.posthorn.testing.walls.planted.domain.mailbox;

import org.posthorn.testing.walls.planted.servers.imap.ImapServer;

/// Planted to break a wall.
record KnowsImap(ImapServer server) {}
