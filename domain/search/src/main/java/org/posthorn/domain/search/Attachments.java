package org.posthorn.domain.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has the text got out of attachments by a process of its own, since they are written by strangers
/// for large parsers: it may use a bounded heap, dies when that does not suffice, and is killed
/// when an attachment takes too long. It is started when the first attachment comes, and again
/// after it has died. Owned by one thread.
final class Attachments implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Attachments.class);

  /// Octets of one attachment, decoded.
  static final int MAX_OCTETS = 16 << 20;

  /// What one attachment may take.
  static final Duration TIME = Duration.ofSeconds(20);

  /// Processes that may die within [#WINDOW]; then no more are started until it is over. Somebody
  /// who sends such attachments all the time costs seven minutes of an hour at most.
  static final int MAX_DEATHS = 20;

  static final Duration WINDOW = Duration.ofHours(1);

  private static final List<String> OPTIONS =
      List.of(
          "-Xmx192m",
          "-Xss1m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:+ExitOnOutOfMemoryError",
          "-Djava.awt.headless=true",
          "-Dpdfbox.fontcache=" + System.getProperty("java.io.tmpdir"));

  private record Worker(Process process, DataInputStream in, DataOutputStream out) {}

  private final Supplier<Duration> time;
  private final InstantSource clock;
  private @Nullable Worker worker;
  private int deaths;

  /// When the first of `deaths` was.
  private Instant firstDeath = Instant.MIN;

  Attachments(Supplier<Duration> time, InstantSource clock) {
    this.time = time;
    this.clock = clock;
  }

  /// The text; empty when there is none that can be had.
  String text(AttachmentFormat format, byte[] octets) {
    if (octets.length == 0 || octets.length > MAX_OCTETS || isPausing()) return "";
    try {
      return ask(started(), format, octets);
    } catch (IOException e) {
      LOG.info("the text of an attachment ({}) cannot be had: {}", format, e.getMessage());
      died();
      close();
      return "";
    }
  }

  private boolean isPausing() {
    return deaths >= MAX_DEATHS && clock.instant().isBefore(firstDeath.plus(WINDOW));
  }

  private void died() {
    var now = clock.instant();
    if (deaths == 0 || !now.isBefore(firstDeath.plus(WINDOW))) {
      deaths = 0;
      firstDeath = now;
    }
    if (++deaths == MAX_DEATHS)
      LOG.warn(
          "{} processes that read attachments have died within {}: attachments are passed over"
              + " until {}",
          deaths,
          WINDOW,
          firstDeath.plus(WINDOW));
  }

  private Worker started() throws IOException {
    var running = worker;
    if (running != null) return running;
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = new ArrayList<String>();
    command.add(java);
    command.addAll(OPTIONS);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), AttachmentWorker.class.getName()));
    var builder = new ProcessBuilder(command).redirectError(Redirect.DISCARD);
    builder.environment().clear();
    var process = builder.start();
    running =
        new Worker(
            process,
            new DataInputStream(new BufferedInputStream(process.getInputStream())),
            new DataOutputStream(new BufferedOutputStream(process.getOutputStream())));
    worker = running;
    return running;
  }

  private String ask(Worker asked, AttachmentFormat format, byte[] octets) throws IOException {
    var answered = new CountDownLatch(1);
    Thread.ofVirtual()
        .name("attachment's time")
        .start(() -> watch(asked.process(), answered, time.get()));
    try {
      asked.out().writeUTF(format.name());
      asked.out().writeInt(octets.length);
      asked.out().write(octets);
      asked.out().flush();
      int length = asked.in().readInt();
      if (length < 0 || length > AttachmentText.MAX_CHARS * Units.MOST_OCTETS)
        throw new IOException("an answer of " + length + " octets");
      var text = new byte[length];
      asked.in().readFully(text);
      return new String(text, UTF_8);
    } finally {
      answered.countDown();
    }
  }

  private static void watch(Process process, CountDownLatch answered, Duration time) {
    try {
      if (!answered.await(time.toMillis(), TimeUnit.MILLISECONDS)) process.destroyForcibly();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Ends the process; it is started again when it is needed.
  @Override
  public void close() {
    var running = worker;
    if (running != null) running.process().destroyForcibly();
    worker = null;
  }
}
