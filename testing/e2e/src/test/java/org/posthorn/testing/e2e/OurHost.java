package org.posthorn.testing.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.posthorn.testing.testkit.ImapClient;
import org.posthorn.testing.testkit.ImapItem;
import org.posthorn.testing.testkit.SmtpClient;

/// Posthorn as one of two hosts: the domain example.test with one user, on free ports. Used by one
/// thread.
final class OurHost implements AutoCloseable {
  static final String USER = "juliet@example.test";
  private static final String PASSWORD = "correct-horse-battery";
  private static final List<String> LISTENERS = List.of("smtp", "submission", "imap");

  private final PosthornProcess posthorn;

  /// @param sections of the configuration, beside those about the server and its listeners
  OurHost(Path data, String sections) throws IOException, InterruptedException {
    Files.createDirectories(data);
    var configuration = new StringBuilder("[server]\nhostname = \"mx.example.test\"\n");
    configuration.append("[logging]\nlevel = \"warn\"\n").append(sections);
    for (var name : LISTENERS)
      configuration.append(
          """
          [[listeners]]
          name = "%s"
          addresses = ["127.0.0.1"]
          port = 0
          """
              .formatted(name));
    Files.writeString(data.resolve("posthorn.toml"), configuration);
    var launcher = PosthornProcess.launcher();
    var folder = data.toString();
    Program.of(launcher, "domain", "add", "example.test", "--data", folder).run().well();
    var people = data.resolve("people.csv");
    Files.writeString(people, USER + ",{PLAIN}" + PASSWORD + ",,\n");
    Program.of(launcher, "account", "import", people.toString(), "--data", folder).run().well();
    posthorn = PosthornProcess.start(launcher, data, "serve");
  }

  /// Where other servers bring mail.
  int port() {
    return posthorn.port("smtp");
  }

  /// Hands a letter in as the user's mail program does.
  void submit(Letter letter) throws IOException {
    try (var client = SmtpClient.connect(SmtpClient.Protocol.SMTP, posthorn.port("submission"))) {
      var login =
          Base64.getEncoder().encodeToString(("\0" + USER + "\0" + PASSWORD).getBytes(UTF_8));
      client.command("AUTH PLAIN " + login).want(235);
      letter.give(client);
      client.quit();
    }
  }

  /// What is in the user's INBOX with this word anywhere in it.
  List<String> mails(String word) throws IOException {
    var mails = new ArrayList<String>();
    try (var imap = ImapClient.connect(posthorn.port("imap"))) {
      imap.login(USER, PASSWORD);
      imap.ok("SELECT INBOX");
      var found = imap.ok("UID SEARCH TEXT \"" + word + "\"").named("SEARCH").findFirst();
      for (var uid : found.orElseThrow().items()) {
        var fetched = imap.ok("UID FETCH " + uid.number() + " BODY.PEEK[]").named("FETCH");
        var body = fetched.findFirst().orElseThrow().fetched().get("BODY[]");
        if (!(body instanceof ImapItem.Text(var octets))) throw new AssertionError("no body");
        mails.add(new String(octets.getBytes(ISO_8859_1), UTF_8));
      }
      imap.logout();
    }
    return mails;
  }

  @Override
  public void close() {
    posthorn.close();
  }
}
