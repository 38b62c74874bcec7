package org.posthorn.testing.walls.planted.servers.imap;

import org.posthorn.testing.walls.planted.servers.smtp.SmtpServer;

/// Planted to break a wall.
record KnowsSmtp(SmtpServer server) {}
