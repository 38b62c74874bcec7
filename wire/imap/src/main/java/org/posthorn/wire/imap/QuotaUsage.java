package org.posthorn.wire.imap;

/// One resource of a quota root: how much is used and how much may be (RFC 9208 §4.2.1), in the
/// units of [QuotaLimit].
public record QuotaUsage(String resource, long usage, long limit) {}
