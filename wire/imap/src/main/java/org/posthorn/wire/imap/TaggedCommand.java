package org.posthorn.wire.imap;

/// A command as it was given.
public record TaggedCommand(Tag tag, ImapCommand command) {}
