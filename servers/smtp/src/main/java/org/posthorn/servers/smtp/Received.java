package org.posthorn.servers.smtp;

import java.time.Instant;
import org.posthorn.wire.smtp.DataFacts;

/// A message that has come to its end.
record Received(Content content, DataFacts facts, Instant at) {}
