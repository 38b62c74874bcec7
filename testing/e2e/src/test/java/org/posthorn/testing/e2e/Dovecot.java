package org.posthorn.testing.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/// A Dovecot with folders of its own: accounts with one password, and a master who may log in for
/// each as `user*master`. Needs root. Used by one thread.
final class Dovecot implements AutoCloseable {
  static final String PASSWORD = "a-rose-By-77-any-name";
  static final String MASTER = "prince";
  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  private final Path folder;
  private final int port = FreePorts.next();
  private final int tlsPort = FreePorts.next();
  private final Process process;

  Dovecot(Path program, Path openssl, Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    Peer.Place.folder(folder);
    Peer.Place.give(Peer.Place.folder(folder.resolve("mail")), "mail");
    Program.of(
            openssl,
            ("req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=old -addext"
                    + " subjectAltName=IP:127.0.0.1 -out cert.pem -keyout key.pem")
                .split(" ", -1))
        .in(folder)
        .run()
        .well();
    var users = "romeo juliet tybalt ".replace(" ", ":{PLAIN}" + PASSWORD + "::::::\n");
    Files.writeString(folder.resolve("users"), users);
    Files.writeString(folder.resolve("masters"), MASTER + ":{PLAIN}" + PASSWORD + "::::::\n");
    var conf = folder.resolve("dovecot.conf");
    Files.writeString(conf, configuration());
    process =
        new ProcessBuilder(program.toString(), "-F", "-c", conf.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    awaitListening();
  }

  private String configuration() {
    return """
    base_dir = %1$s/run
    state_dir = %1$s/state
    log_path = %1$s/log
    listen = 127.0.0.1
    protocols = imap
    mail_location = maildir:~/Maildir
    ssl = yes
    ssl_cert = <%1$s/cert.pem
    ssl_key = <%1$s/key.pem
    disable_plaintext_auth = no
    auth_mechanisms = plain
    auth_master_user_separator = *
    first_valid_uid = 1
    mail_max_userip_connections = 100
    passdb {
      driver = passwd-file
      args = %1$s/masters
      master = yes
      pass = yes
    }
    passdb {
      driver = passwd-file
      args = %1$s/users
    }
    userdb {
      driver = static
      args = uid=mail gid=mail home=%1$s/mail/%%n
    }
    namespace inbox {
      inbox = yes
      separator = /
      mailbox Letters {
        special_use = \\Sent
      }
    }
    service imap-login {
      inet_listener imap {
        port = %2$d
      }
      inet_listener imaps {
        port = %3$d
        ssl = yes
      }
    }
    """
        .formatted(folder, port, tlsPort);
  }

  private void awaitListening() throws IOException, InterruptedException {
    var end = System.nanoTime() + START_LIMIT.toNanos();
    while (!isListening()) {
      if (!process.isAlive() || System.nanoTime() > end)
        throw new AssertionError(
            "Dovecot does not start:\n" + Files.readString(folder.resolve("output")));
      // A process each time is pause enough.
      Program.of(Path.of("/bin/true")).run();
    }
  }

  private boolean isListening() {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException _) {
      return false;
    }
  }

  int port() {
    return port;
  }

  int tlsPort() {
    return tlsPort;
  }

  Path certificate() {
    return folder.resolve("cert.pem");
  }

  /// Gives an account a Maildir that it did not have.
  void put(String user, Path maildir) throws IOException {
    var home = folder.resolve("mail").resolve(user);
    Peer.Place.give(Peer.Place.folder(home), "mail");
    var there = home.resolve("Maildir");
    Files.move(maildir, there);
    try (Stream<Path> all = Files.walk(there)) {
      for (var each : all.toList()) Peer.Place.give(each, "mail");
    }
  }

  @Override
  public void close() {
    // The master ends its children and makes no more.
    Program.end(process.toHandle());
    Program.kill(process.toHandle());
  }
}
