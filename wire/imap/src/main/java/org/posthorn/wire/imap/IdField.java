package org.posthorn.wire.imap;

import org.jspecify.annotations.Nullable;

/// One pair of an ID command or response (RFC 2971 §3.3), such as `"name" "Posthorn"`.
public record IdField(String name, @Nullable String value) {}
