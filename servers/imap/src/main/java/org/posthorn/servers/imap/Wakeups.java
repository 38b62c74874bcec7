package org.posthorn.servers.imap;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.net.Connection;

/// What wakes a session that waits: its client, or a hint that something has changed. The session's
/// thread waits, any thread may hint.
///
/// While the session waits a second thread waits for input, and reads none; when it is there both
/// are done.
final class Wakeups {

  /// What has happened.
  sealed interface Event {
    /// Something may have changed.
    record Hint() implements Event {}

    /// The client has said something, or is gone.
    record Input() implements Event {}

    record Failed(IOException cause) implements Event {}
  }

  private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();

  /// Whether a hint waits in the queue: more than one says no more.
  private final AtomicBoolean hinted = new AtomicBoolean();

  /// Returns at once.
  void hint() {
    if (!hinted.getAndSet(true)) events.add(new Event.Hint());
  }

  /// From now on a hint is a new one.
  void hintsTaken() {
    hinted.set(false);
  }

  /// The same while nobody watches the input: only hints can wait.
  void clear() {
    // In this order: a hint that comes between stays in the queue.
    events.clear();
    hinted.set(false);
  }

  /// The second thread owns the input until its event is there.
  void watch(Connection connection) {
    Thread.ofVirtual()
        .name("imap wait " + connection.id())
        .start(() -> events.add(input(connection)));
  }

  private static Event input(Connection connection) {
    try {
      connection.input().awaitInput();
      return new Event.Input();
    } catch (IOException e) {
      return new Event.Failed(e);
    } catch (RuntimeException e) {
      return new Event.Failed(new IOException("the reader failed", e));
    }
  }

  /// What happens next.
  ///
  /// @param most zero for as long as it takes
  /// @return null when that time has passed
  @Nullable Event next(Duration most) throws IOException {
    try {
      return most.isZero() ? events.take() : events.poll(most.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
