package org.posthorn.servers.imap;

import java.io.IOException;
import org.posthorn.wire.imap.AfterLogin;
import org.posthorn.wire.imap.Tag;

/// COMPRESS (RFC 4978).
final class CompressCommand {
  private CompressCommand() {}

  /// Answers by itself, the last that is said uncompressed.
  static void run(ImapSession session, AfterLogin.Compress command, Tag tag)
      throws IOException, CommandRejected, SessionEnds {
    var connection = session.connection();
    if (!command.algorithm().equals("DEFLATE")) throw new CommandRejected(Replies.COMPRESS_UNKNOWN);
    if (connection.isCompressed()) throw new CommandRejected(Replies.COMPRESSED_ALREADY);
    // RFC 4978 §3: the client waits for the answer, so this is not compressed and never will be.
    if (connection.input().hasBuffered()) throw new SessionEnds(Replies.PIPELINED_UNCOMPRESSED);
    session.wire().tagged(tag, Replies.COMPRESS_NOW);
    session.wire().flush();
    connection.startCompression();
  }
}
