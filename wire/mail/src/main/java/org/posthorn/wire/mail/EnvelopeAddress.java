package org.posthorn.wire.mail;

import org.jspecify.annotations.Nullable;

/// One address of a message's envelope, as RFC 9051 §7.5.2 names its four parts.
///
/// Text is as in the header field: encoded words are not decoded. A group starts with an entry
/// whose `mailbox` is the group's name and whose `host` is absent, and ends with an entry in which
/// both are absent.
public record EnvelopeAddress(
    @Nullable String name,
    @Nullable String route,
    @Nullable String mailbox,
    @Nullable String host) {}
