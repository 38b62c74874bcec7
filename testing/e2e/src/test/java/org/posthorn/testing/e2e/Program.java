package org.posthorn.testing.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A program to be run to its end, with what it is given. Used by one thread.
final class Program {
  private final List<String> command;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private Path folder = Path.of("").toAbsolutePath();
  private Duration limit = Duration.ofSeconds(30);
  private byte[] input = new byte[0];

  private Program(List<String> command) {
    this.command = command;
  }

  static Program of(Path program, String... arguments) {
    var command = new ArrayList<String>();
    command.add(program.toString());
    command.addAll(List.of(arguments));
    return new Program(command);
  }

  /// Further arguments.
  Program and(String... arguments) {
    command.addAll(List.of(arguments));
    return this;
  }

  Program with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Program in(Path workingFolder) {
    folder = workingFolder;
    return this;
  }

  Program input(String text) {
    input = text.getBytes(UTF_8);
    return this;
  }

  Program within(Duration duration) {
    limit = duration;
    return this;
  }

  /// How a run ended.
  record Ended(int exit, String output, String errors) {
    /// @throws AssertionError with both outputs when the exit code was not 0
    Ended well() {
      if (exit != 0) throw new AssertionError("exit code " + exit + "\n" + output + errors);
      return this;
    }
  }

  /// @throws AssertionError when it takes longer than its limit; it is killed then, with its
  ///   children
  Ended run() throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    var process = builder.start();
    try {
      var output = new Reader(process.getInputStream());
      var errors = new Reader(process.getErrorStream());
      // Its own thread, for a program that does not read would keep us from watching the time.
      Thread.startVirtualThread(() -> feed(process, input));
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        kill(process.toHandle());
        throw new AssertionError(
            command + " took longer than " + limit + "\n" + output.soFar() + errors.soFar());
      }
      return new Ended(process.exitValue(), output.text(), errors.text());
    } finally {
      kill(process.toHandle());
    }
  }

  private static void feed(Process process, byte[] bytes) {
    try (var in = process.getOutputStream()) {
      in.write(bytes);
    } catch (IOException e) {
      // It ended or closed its input without reading everything, as it may.
      process.isAlive();
    }
  }

  /// SIGKILL to a process that we started, and to its children; waits until they are gone, so that
  /// none of them writes into a folder that is being deleted.
  static void kill(ProcessHandle process) {
    var family = Stream.concat(Stream.of(process), process.descendants()).toList();
    family.forEach(ProcessHandle::destroyForcibly);
    awaitEnd(family);
  }

  /// Asks a process that we started to end, and waits for it and its children.
  static void end(ProcessHandle process) {
    var family = Stream.concat(Stream.of(process), process.descendants()).toList();
    process.destroy();
    awaitEnd(family);
  }

  private static void awaitEnd(List<ProcessHandle> family) {
    for (var each : family)
      each.onExit().orTimeout(10, TimeUnit.SECONDS).exceptionally(_ -> each).join();
  }

  /// Collects a stream in a thread of its own.
  static final class Reader {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Thread thread;

    Reader(InputStream in) {
      thread = Thread.startVirtualThread(() -> collect(in));
    }

    private void collect(InputStream in) {
      try {
        in.transferTo(bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /// What came so far, without waiting.
    String soFar() {
      return bytes.toString(UTF_8);
    }

    /// Everything up to the stream's end.
    String text() throws InterruptedException {
      thread.join();
      return soFar();
    }
  }
}
