package org.posthorn.platform.net;

import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;

/// A transcript in the log: a line for each that is read or written, at the level TRACE.
record LoggedTranscript(Logger log, String id) implements Transcript {

  @Override
  public void received(byte[] line) {
    log.trace("{} C: {}", id, text(line, 0, line.length));
  }

  @Override
  public void sent(byte[] bytes, int offset, int length) {
    log.trace("{} S: {}", id, text(bytes, offset, length));
  }

  @Override
  public void omitted(Direction direction, long bytes) {
    log.trace("{} {}: ({} octets)", id, direction == Direction.SENT ? "S" : "C", bytes);
  }

  private static String text(byte[] bytes, int offset, int length) {
    return new String(bytes, offset, length, StandardCharsets.UTF_8).stripTrailing();
  }
}
