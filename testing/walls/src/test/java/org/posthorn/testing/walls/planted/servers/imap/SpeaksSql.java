package org.posthorn.testing.walls.planted.servers.imap;

import java.sql.Connection;

/// Planted to break a wall.
record SpeaksSql(Connection connection) {}
