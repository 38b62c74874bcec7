package org.posthorn.testing.walls.planted.servers.smtp;

/// Planted to break a wall.
public record SmtpServer(int port) {}
