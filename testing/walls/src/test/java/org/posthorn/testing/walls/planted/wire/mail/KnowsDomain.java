package org.posthorn.testing.walls.planted.wire.mail;

import org.posthorn.testing.walls.planted.domain.mailbox.Mailbox;

/// Planted to break a wall.
record KnowsDomain(Mailbox mailbox) {}
