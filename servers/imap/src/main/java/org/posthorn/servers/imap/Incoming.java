package org.posthorn.servers.imap;

import org.jspecify.annotations.Nullable;
import org.posthorn.wire.imap.Reply;
import org.posthorn.wire.imap.Tag;
import org.posthorn.wire.imap.TaggedCommand;

/// What came from the client.
sealed interface Incoming {

  record Command(TaggedCommand tagged) implements Incoming {}

  /// Not a command, or one that was refused before it was whole; its octets are read off.
  record Refused(@Nullable Tag tag, Reply reply) implements Incoming {}

  /// So much would have to be read off that the connection ends instead.
  record Flood() implements Incoming {}

  /// The client closed, or the server is about to stop.
  record Ended() implements Incoming {}
}
