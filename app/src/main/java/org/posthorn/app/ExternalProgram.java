package org.posthorn.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs a program of the administrator's, bounded in time and output. It gets no input and our
/// environment; no shell is between. Its output is never logged, for it may be a secret; what it
/// says on standard error is told when it fails. Any thread may call, and waits.
final class ExternalProgram {
  /// Of each output; who says more is ended.
  private static final int MAX_OCTETS = 8_192;

  private static final int MAX_TOLD = 300;

  private ExternalProgram() {}

  /// How it ended.
  sealed interface Ended {

    /// With exit code 0.
    record Well(String output) implements Ended {
      @Override
      public String toString() {
        return "Well";
      }
    }

    /// Otherwise.
    ///
    /// @param why in words, to follow "the program …"
    record Badly(String why) implements Ended {}
  }

  static Ended run(Path program, List<String> arguments, Duration limit) {
    if (!Files.exists(program)) return new Ended.Badly("does not exist");
    if (!Files.isExecutable(program)) return new Ended.Badly("may not be executed by this user");
    var command = new ArrayList<String>();
    command.add(program.toString());
    command.addAll(arguments);
    Process process;
    try {
      process = new ProcessBuilder(command).redirectInput(Redirect.from(NOTHING.toFile())).start();
    } catch (IOException e) {
      return new Ended.Badly("cannot be started: " + e.getMessage());
    }
    try {
      return await(process, limit);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Ended.Badly("was interrupted");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static final Path NOTHING = Path.of("/dev/null");

  private static Ended await(Process process, Duration limit) throws InterruptedException {
    var due = System.nanoTime() + limit.toNanos();
    var output = collect(process.getInputStream());
    var errors = collect(process.getErrorStream());
    try {
      var said = output.get(Math.max(0, due - System.nanoTime()), TimeUnit.NANOSECONDS);
      var complained = errors.get(Math.max(0, due - System.nanoTime()), TimeUnit.NANOSECONDS);
      if (!process.waitFor(Math.max(0, due - System.nanoTime()), TimeUnit.NANOSECONDS))
        return late(limit);
      int code = process.exitValue();
      if (code == 0) return new Ended.Well(said);
      return new Ended.Badly("ended with %d%s".formatted(code, told(complained)));
    } catch (TimeoutException _) {
      return late(limit);
    } catch (ExecutionException e) {
      return new Ended.Badly("its output cannot be read: " + e.getCause());
    }
  }

  private static Ended late(Duration limit) {
    return new Ended.Badly("took longer than %d s and was ended".formatted(limit.toSeconds()));
  }

  private static String told(String complained) {
    var line = complained.strip().replaceAll("[^\\x20-\\x7e]+", " ");
    if (line.isEmpty()) return " and said nothing";
    return " and said: " + (line.length() > MAX_TOLD ? line.substring(0, MAX_TOLD) : line);
  }

  private static FutureTask<String> collect(InputStream in) {
    var task = new FutureTask<>(() -> read(in));
    Thread.ofVirtual().name("program output").start(task);
    return task;
  }

  private static String read(InputStream in) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var buffer = new byte[1024];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      if (bytes.size() + count > MAX_OCTETS)
        throw new IOException("says more than " + MAX_OCTETS + " octets");
      bytes.write(buffer, 0, count);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
