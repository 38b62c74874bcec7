package org.posthorn.testing.walls.planted.platform.net;

/// Planted to break a wall.
record AbstractThingManager(int port) {}
