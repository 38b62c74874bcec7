package org.posthorn.testing.walls.planted.servers.imap;

/// Planted to break a wall.
public record ImapServer(int port) {}
