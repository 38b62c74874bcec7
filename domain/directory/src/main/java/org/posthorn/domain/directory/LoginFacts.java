package org.posthorn.domain.directory;

/// Who asks to be let in, for the log.
///
/// @param protocol `imap`, `submission`
/// @param peer the client's address
public record LoginFacts(String protocol, String peer) {}
