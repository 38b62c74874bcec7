package org.posthorn.domain.mailbox;

/// Names a conversation within its partition (RFC 8474 THREADID).
public record ThreadId(long value) {}
