package org.posthorn.wire.imap;

/// Where a kind of mailboxes begins (RFC 9051 §6.3.10), such as `Shared/`; the separator is
/// [MailboxName#SEPARATOR].
public record NamespacePrefix(String prefix) {}
