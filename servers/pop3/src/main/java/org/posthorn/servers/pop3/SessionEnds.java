package org.posthorn.servers.pop3;

import org.jspecify.annotations.Nullable;
import org.posthorn.wire.pop3.Reply;

/// The server ends the session.
final class SessionEnds extends Exception {

  private final transient @Nullable Reply last;

  /// With its last words.
  SessionEnds(Reply last) {
    super(last.text(), null, false, false);
    this.last = last;
  }

  /// Without a word.
  SessionEnds(String why) {
    super(why, null, false, false);
    last = null;
  }

  @Nullable Reply last() {
    return last;
  }
}
