package org.posthorn.testing.walls.planted.domain.mailbox;

/// Planted to break a wall.
public record Mailbox(String name) {}
