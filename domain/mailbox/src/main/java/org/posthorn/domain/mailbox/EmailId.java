package org.posthorn.domain.mailbox;

/// Names an email within its partition, for ever: the same in every mailbox that it is in (RFC 8474
/// EMAILID).
public record EmailId(long value) {}
