package org.posthorn.testing.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/// The real program, started as an administrator starts it, by `bin/posthorn`. Used by one thread.
final class PosthornProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  private final Path launcher;
  private final Path data;
  private final Process process;
  private final Program.Reader output;
  private List<Listener> listeners = List.of();

  private PosthornProcess(Path launcher, Path data, Process process) {
    this.launcher = launcher;
    this.data = data;
    this.process = process;
    this.output = new Program.Reader(process.getInputStream());
  }

  /// One of `status --json`'s listeners.
  record Listener(String name, String address, int port, String tls) {}

  /// The repository's own launcher.
  static Path launcher() {
    var root = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(root.resolve(".mvn"))) {
      var parent = root.getParent();
      if (parent == null) throw new IllegalStateException("not inside the repository");
      root = parent;
    }
    return root.resolve("bin/posthorn");
  }

  /// Starts `quickstart` or `serve` with `--data` and waits until `status --json` says ready.
  ///
  /// @param arguments the command and its options, without `--data`
  static PosthornProcess start(Path launcher, Path data, String... arguments)
      throws IOException, InterruptedException {
    var posthorn = launch(launcher, data, arguments);
    try {
      posthorn.awaitReady();
      return posthorn;
    } catch (IOException | InterruptedException | AssertionError e) {
      posthorn.kill();
      throw e;
    }
  }

  /// A new server on free ports, as `quickstart` leaves it.
  static PosthornProcess quickstart(Path data) throws IOException, InterruptedException {
    return start(launcher(), data, "quickstart", "--port", "all=0");
  }

  /// As [#start] without waiting.
  static PosthornProcess launch(Path launcher, Path data, String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(launcher.toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("--data", data.toString()));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    // Made in the background otherwise, while something is being tested.
    builder.environment().put("POSTHORN_NO_CACHE", "yes");
    return new PosthornProcess(launcher, data, builder.start());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// Asking takes a process each time, which is pause enough.
  private void awaitReady() throws IOException, InterruptedException {
    var end = System.nanoTime() + START_LIMIT.toNanos();
    while (process.isAlive() && System.nanoTime() < end) {
      var status = command("status", "--json").run();
      if (status.exit() == 0) {
        listeners = listeners(status.output());
        return;
      }
    }
    throw new AssertionError(
        (process.isAlive() ? "not ready" : "ended with " + process.exitValue())
            + ":\n"
            + output.soFar());
  }

  private static List<Listener> listeners(String json) {
    var status = JsonMapper.shared().readTree(json);
    var listeners = new ArrayList<Listener>();
    for (var listener : status.path("listeners")) {
      listeners.add(
          new Listener(
              listener.path("name").asString(),
              listener.path("address").asString(),
              listener.path("port").asInt(),
              listener.path("tls").asString("")));
    }
    return List.copyOf(listeners);
  }

  /// Makes an account at the domain of `quickstart`; returns its address.
  String account(String name, String password) throws IOException, InterruptedException {
    var address = name + "@example.test";
    command("account", "add", address, "--password-file", "-").input(password + "\n").run().well();
    return address;
  }

  /// An administrator's command to this server, not yet run.
  Program command(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data", data.toString()));
    return Program.of(launcher, all.toArray(String[]::new));
  }

  /// The port of a listener by its name (`smtp`, `imaps`, …).
  int port(String name) {
    return listeners.stream()
        .filter(listener -> listener.name().equals(name))
        .mapToInt(Listener::port)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no listener " + name + " among " + listeners));
  }

  /// What it has printed up to now, both outputs together.
  String output() {
    return output.soFar();
  }

  long pid() {
    return process.pid();
  }

  /// SIGKILL, as a power failure would; returns when the process is gone.
  void kill() throws InterruptedException {
    Program.kill(process.toHandle());
    process.waitFor();
  }

  /// SIGTERM, and its exit code after the drain.
  int stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
      kill();
      throw new AssertionError("did not stop within " + STOP_LIMIT + ":\n" + output.soFar());
    }
    return process.exitValue();
  }

  /// Kills what still runs; a test that cares about the drain calls [#stop()] itself.
  @Override
  public void close() {
    Program.kill(process.toHandle());
  }
}
