package org.posthorn.servers.smtp;

import org.posthorn.wire.smtp.ChunkDecoder;

/// A message that comes in chunks.
record Chunks(Content content, ChunkDecoder decoder) {}
