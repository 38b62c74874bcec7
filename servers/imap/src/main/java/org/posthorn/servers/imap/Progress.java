package org.posthorn.servers.imap;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.imap.ResponseCode.InProgress;
import org.posthorn.wire.imap.Tag;

/// Tells a client that waits for a search that it is under way, and how far, so that it does not
/// give up (RFC 9585). Belongs to one command.
final class Progress {

  /// RFC 9585 §4 recommends 10 to 15 seconds.
  static final Duration EVERY = Duration.ofSeconds(10);

  /// How it is told.
  @FunctionalInterface
  interface Telling {
    void tell(InProgress state) throws IOException;
  }

  private final Tag tag;
  private final InstantSource clock;
  private final Telling telling;
  private Instant told;
  private long done;

  /// Nothing before the first search, and behind it where there are several: then nobody knows.
  private @Nullable Long goal;

  private boolean begun;

  Progress(Tag tag, InstantSource clock, Telling telling) {
    this.tag = tag;
    this.clock = clock;
    this.telling = telling;
    told = clock.instant();
  }

  /// A search of so many messages begins.
  void begins(int messages) {
    goal = begun ? null : Long.valueOf(messages);
    begun = true;
    done = 0;
  }

  /// So many more messages have been decided about.
  void decided(int messages) throws IOException {
    done += messages;
    var now = clock.instant();
    if (now.isBefore(told.plus(EVERY))) return;
    told = now;
    var all = goal;
    // Where all is done the answer follows at once.
    if (all == null) telling.tell(new InProgress(tag, null, null));
    else if (done < all) telling.tell(new InProgress(tag, done, all));
  }
}
