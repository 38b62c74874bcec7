package org.posthorn.testing.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// One session of a run: its connection, what it has queued, and what it has read too early.
final class Actor {
  final String name;
  final Endpoint endpoint;
  private final Mode mode;
  private final Duration deadline;
  private final ByteArrayOutputStream queue = new ByteArrayOutputStream();

  /// Lines that came while a literal waited for its `+`; the next read gives them first.
  private final Deque<Received> early = new ArrayDeque<>();

  private @Nullable Wire wire;

  Actor(String name, Endpoint endpoint, Mode mode, Duration deadline) {
    this.name = name;
    this.endpoint = endpoint;
    this.mode = mode;
    this.deadline = deadline;
  }

  boolean isOpen() {
    return wire != null;
  }

  void connect() throws IOException {
    if (wire != null) throw new TranscriptFailure("already connected");
    wire = Wire.connect(endpoint, mode, deadline);
    early.clear();
    queue.reset();
  }

  Wire wire() {
    if (wire == null) throw new TranscriptFailure("not connected");
    return wire;
  }

  void queue(byte[] bytes) {
    queue.writeBytes(bytes);
  }

  /// Sends what is queued and these bytes in one write; false when the server has closed.
  boolean send(byte[] bytes) {
    queue.writeBytes(bytes);
    var all = queue.toByteArray();
    queue.reset();
    return wire().write(all);
  }

  @Nullable Received read() throws IOException {
    return early.isEmpty() ? wire().read() : early.removeFirst();
  }

  /// Whether the server lets a literal go on: reads up to its `+`, or up to the line that it says
  /// instead, and keeps everything but the `+` for the next read.
  boolean mayContinue() throws IOException {
    while (true) {
      var line = wire().read();
      if (line == null) return false;
      if (endpoint.dialect().isContinuation(line.text())) return true;
      early.addLast(line);
      if (!endpoint.dialect().isUntagged(line.text())) return false;
    }
  }

  void close() {
    if (wire != null) wire.close();
    wire = null;
  }
}
