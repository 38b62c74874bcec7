package org.posthorn.domain.filters;

import java.time.Instant;

/// A script in a list.
public record StoredScript(String name, long octets, boolean active, Instant changed) {}
