package org.posthorn.testing.walls.planted.servers.imap;

import org.posthorn.testing.walls.planted.domain.mailbox.Mailbox;

/// Planted to break a wall.
record KnowsMailbox(Mailbox mailbox) {}
