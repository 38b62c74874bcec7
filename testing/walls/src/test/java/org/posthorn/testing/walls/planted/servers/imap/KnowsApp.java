package org.posthorn.testing.walls.planted.servers.imap;

import org.posthorn.testing.walls.planted.app.Wiring;

/// Planted to break a wall.
record KnowsApp(Wiring wiring) {}
