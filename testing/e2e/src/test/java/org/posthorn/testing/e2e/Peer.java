package org.posthorn.testing.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.report.Action;

/// Another mail server: it has the mailboxes romeo and grün of one domain, and sends mail for
/// example.test to us, under TLS or not at all. Started and ended by one thread.
final class Peer {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(10);

  /// What it is and how it is made.
  interface Kind {
    String domain();

    /// How its Received fields tell that a message came under TLS.
    String secured();

    /// The same, of a message that needed SMTPUTF8.
    String securedUtf8();

    /// How it reports that it has given a message to a host that knows nothing of DSN.
    Action handedOn();

    /// Writes what it needs into its folder, beside the certificate, which is there.
    ///
    /// @return the command that runs it in the foreground
    ProcessBuilder prepare(Place place) throws IOException, InterruptedException;
  }

  /// @param strictPort where it offers no CHUNKING and takes at most [#SMALL] octets
  /// @param ourPort where it sends mail for us
  record Place(Path folder, int port, int strictPort, int ourPort) {
    static final int SMALL = 100_000;

    /// A maildir.
    Path mails() {
      return folder.resolve("mails");
    }

    Path log() {
      return folder.resolve("spool/main.log");
    }

    /// A certificate and its key.
    Path certificate() {
      return folder.resolve("certificate.pem");
    }

    /// A folder, or a file, with an owner of its own.
    static void give(Path path, String owner) throws IOException {
      var owners = path.getFileSystem().getUserPrincipalLookupService();
      Files.setOwner(path, owners.lookupPrincipalByName(owner));
    }

    /// A folder that everybody may look into, as those who run as somebody else must.
    static Path folder(Path path) throws IOException {
      Files.createDirectories(path);
      return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private final Kind kind;
  private final Path folder;
  private final int port;
  private final int strictPort;
  private @Nullable Process process;
  private Program.@Nullable Reader output;

  Peer(Kind kind, Path folder) {
    this.kind = kind;
    this.folder = folder;
    port = FreePorts.next();
    strictPort = FreePorts.next();
  }

  Kind kind() {
    return kind;
  }

  int port() {
    return port;
  }

  int strictPort() {
    return strictPort;
  }

  private Place place(int ourPort) {
    return new Place(folder, port, strictPort, ourPort);
  }

  void start(Path openssl, int ourPort) throws IOException, InterruptedException {
    var place = place(ourPort);
    Place.folder(folder);
    certify(openssl, place.certificate(), "mx." + kind.domain());
    var started = kind.prepare(place).redirectErrorStream(true).start();
    process = started;
    output = new Program.Reader(started.getInputStream());
    for (var each : List.of(port, strictPort)) awaitListening(started, each);
  }

  private static void certify(Path openssl, Path file, String name)
      throws IOException, InterruptedException {
    var made =
        Program.of(openssl, "req", "-x509", "-newkey", "rsa:2048", "-noenc", "-keyout", "-")
            .and("-subj", "/CN=" + name, "-days", "30")
            .run()
            .well();
    Files.writeString(file, made.output());
  }

  private void awaitListening(Process started, int each) throws IOException {
    var end = System.nanoTime() + START_LIMIT.toNanos();
    while (!isListening(each)) {
      if (!started.isAlive() || System.nanoTime() > end)
        throw new AssertionError(kind.domain() + " does not listen:\n" + log());
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private static boolean isListening(int port) {
    try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
      return socket.isConnected();
    } catch (IOException _) {
      return false;
    }
  }

  /// What it has to say about itself.
  String log() throws IOException {
    var log = place(0).log();
    return (output == null ? "" : output.soFar())
        + (Files.exists(log) ? Files.readString(log) : "");
  }

  /// What has come into its mailboxes with this word anywhere in it.
  List<String> mails(String word) throws IOException {
    var found = new ArrayList<String>();
    var arrived = place(0).mails().resolve("new");
    if (!Files.isDirectory(arrived)) return found;
    try (var files = Files.list(arrived)) {
      for (var file : files.toList()) {
        var text = Files.readString(file, UTF_8);
        if (text.contains(word)) found.add(text);
      }
    }
    return found;
  }

  void stop() throws InterruptedException {
    var running = process;
    if (running == null) return;
    running.toHandle().destroy();
    running.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    Program.kill(running.toHandle());
  }
}
