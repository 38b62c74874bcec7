package org.posthorn.wire.imap;

/// A resource, in upper case, and the most of it that may be used (RFC 9208 §5): `STORAGE` counts
/// units of 1,024 octets, `MESSAGE` messages, `MAILBOX` mailboxes.
public record QuotaLimit(String resource, long limit) {}
