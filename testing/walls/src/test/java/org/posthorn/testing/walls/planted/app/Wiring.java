package org.posthorn.testing.walls.planted.app;

/// Planted to break a wall.
public record Wiring(int port) {}
