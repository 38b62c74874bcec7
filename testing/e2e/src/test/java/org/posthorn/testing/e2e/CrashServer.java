package org.posthorn.testing.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The server of the crash tests: always on the same data folder and the same ports. Started and
/// killed by one thread; others ask for ports.
final class CrashServer implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  /// Between two looks; spinning would take one of two processors from the server.
  private static final Duration PAUSE = Duration.ofMillis(5);

  private final Path launcher = PosthornProcess.launcher();
  private final Path data;
  private final Map<String, Integer> ports = new LinkedHashMap<>();
  private @Nullable PosthornProcess process;

  /// Makes the data folder with its domain and accounts.
  ///
  /// @param listeners the names of what it listens on
  /// @param sections of the configuration, beside those about listeners and the log
  CrashServer(Path data, List<String> listeners, String sections, int accounts)
      throws IOException, InterruptedException {
    this.data = data;
    for (var name : listeners) ports.put(name, FreePorts.next());
    Files.createDirectories(data);
    Files.writeString(data.resolve("posthorn.toml"), configuration(sections));
    command("make-cache").within(Duration.ofMinutes(10)).run();
    command("domain", "add", "example.test").run().well();
    var people = new StringBuilder();
    for (var i = 0; i < accounts; i++)
      people
          .append(CrashClients.address(i))
          .append(",{PLAIN}")
          .append(CrashClients.PASSWORD)
          .append(",,\n");
    var file = data.resolve("people.csv");
    Files.writeString(file, people);
    command("account", "import", file.toString()).run().well();
  }

  private String configuration(String sections) {
    var text = new StringBuilder("[server]\nhostname = \"mx.example.test\"\n");
    text.append("[logging]\nlevel = \"warn\"\n").append(sections);
    ports.forEach((name, port) ->
        text.append(
            """
            [[listeners]]
            name = "%s"
            addresses = ["127.0.0.1"]
            port = %d
            tls = "none"
            """
                .formatted(name, port)));
    return text.toString();
  }

  Program command(String... arguments) {
    var all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--data";
    all[arguments.length + 1] = data.toString();
    return Program.of(launcher, all).within(Duration.ofMinutes(2));
  }

  int port(String name) {
    var port = ports.get(name);
    if (port == null) throw new IllegalArgumentException(name);
    return port;
  }

  /// Without waiting for it to listen.
  void launch() throws IOException {
    process = PosthornProcess.launch(launcher, data, "serve");
  }

  /// Until every port is greeted on.
  void awaitGreetings() throws IOException {
    var running = running();
    var end = System.nanoTime() + START_LIMIT.toNanos();
    for (var port : ports.values()) {
      while (!greets(port)) {
        if (!running.isAlive() || System.nanoTime() > end)
          throw new AssertionError("does not serve port " + port + ":\n" + running.output());
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private static boolean greets(int port) {
    try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
      socket.setSoTimeout((int) START_LIMIT.toMillis());
      return socket.getInputStream().read() >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  String output() {
    return running().output();
  }

  void kill() throws InterruptedException {
    running().kill();
  }

  private PosthornProcess running() {
    var running = process;
    if (running == null) throw new IllegalStateException("not started");
    return running;
  }

  @Override
  public void close() {
    if (process != null) process.close();
  }
}
