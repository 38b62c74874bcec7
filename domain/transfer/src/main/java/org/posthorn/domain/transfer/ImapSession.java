package org.posthorn.domain.transfer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.posthorn.platform.net.Connection;
import org.posthorn.platform.storage.Storage;

/// One session as a client of another IMAP server (RFC 9051, RFC 3501): logs in, and asks one
/// command after the other. Belongs to one thread.
final class ImapSession implements AutoCloseable {
  /// A server with a large mailbox on a slow disk needs some minutes for a SELECT.
  private static final Duration SILENCE = Duration.ofMinutes(5);

  /// A command brings at most a window of messages, and what others do meanwhile.
  private static final int MAX_RESPONSES = 100_000;

  private final ImapPeer peer;
  private final Connection connection;
  private final ImapReader reader;
  private final Set<String> capabilities = new HashSet<>();
  private int tags;

  private ImapSession(ImapPeer peer, Connection connection, Storage storage) {
    this.peer = peer;
    this.connection = connection;
    connection.input().idleTimeout(SILENCE);
    connection.input().lineTimeout(SILENCE);
    reader = new ImapReader(connection.input(), storage);
  }

  /// The server said no, in its own words.
  static final class Refused extends IOException {
    Refused(String what, String words) {
      super("the server refused " + what + ": " + Printable.of(words));
    }
  }

  static ImapSession open(ImapPeer peer, ImapLogin login, Storage storage) throws IOException {
    var session = new ImapSession(peer, peer.connect(), storage);
    boolean isOpen = false;
    try {
      session.greet();
      session.login(login);
      isOpen = true;
      return session;
    } finally {
      if (!isOpen) session.close();
    }
  }

  private void greet() throws IOException {
    var greeting = reader.read();
    if (!greeting.isUntagged("OK")) throw new Refused("the connection", greeting.text());
    if (peer.security() != ImapPeer.Security.STARTTLS) return;
    ask("STARTTLS", "STARTTLS", _ -> {});
    peer.startTls(connection);
  }

  private void login(ImapLogin login) throws IOException {
    learn();
    var master = login.master();
    connection.conceal();
    try {
      if (master != null && login.style() == ImapLogin.MasterStyle.AUTHZID) {
        plain(login.user(), master, login.password());
      } else {
        var name = master == null ? login.user() : login.user() + "*" + master;
        if (isPlain(name + login.password()) && !has("LOGINDISABLED"))
          ask("the login", "LOGIN " + quoted(name) + " " + quoted(login.password()), _ -> {});
        else plain("", name, login.password());
      }
    } finally {
      connection.reveal();
    }
    learn();
  }

  // RFC 4616 §2, without an initial response, which older servers do not take.
  private void plain(String authzid, String authcid, String password) throws IOException {
    var message = authzid + "\0" + authcid + "\0" + password;
    var encoded = Base64.getEncoder().encodeToString(message.getBytes(UTF_8));
    var tag = send("AUTHENTICATE PLAIN");
    answer("the login", tag, encoded, _ -> {});
  }

  private static boolean isPlain(String text) {
    return isQuotable(text) && text.chars().allMatch(c -> c < 128);
  }

  private void learn() throws IOException {
    var heard = new HashSet<String>();
    ask(
        "CAPABILITY",
        "CAPABILITY",
        response -> {
          if (response.name().equals("CAPABILITY"))
            for (var item : response.items()) heard.add(item.text().toUpperCase(Locale.ROOT));
        });
    capabilities.clear();
    capabilities.addAll(heard);
  }

  boolean has(String capability) {
    return capabilities.contains(capability);
  }

  /// All untagged responses of a command that brings no messages.
  List<ImapResponse> all(String what, String command) throws IOException {
    var all = new ArrayList<ImapResponse>();
    ask(what, command, all::add);
    return all;
  }

  /// Sends a command, hears its untagged responses, and its tagged one if it is OK.
  ///
  /// @param what in words, for when it is refused
  ImapResponse ask(String what, String command, Consumer<ImapResponse> heard) throws IOException {
    return answer(what, send(command), "", heard);
  }

  /// The same for a command that brings messages, which are then whose who hears them.
  void messages(String command, Consumer<ImapResponse> heard) throws IOException {
    reader.expectMessages();
    ask("FETCH", command, heard);
    reader.expectNoMessages();
  }

  private String send(String command) throws IOException {
    var tag = "p" + ++tags;
    line(tag + " " + command);
    return tag;
  }

  /// Octets as characters: names go back as they came.
  private void line(String text) throws IOException {
    connection.output().write((text + "\r\n").getBytes(ISO_8859_1));
    connection.output().flush();
  }

  private ImapResponse answer(
      String what, String tag, String continued, Consumer<ImapResponse> heard) throws IOException {
    var unsent = continued;
    for (int count = 0; count < MAX_RESPONSES; count++) {
      var response = reader.read();
      if (response.tag().equals(tag)) {
        if (!response.name().equals("OK")) throw new Refused(what, response.text());
        return response;
      }
      if (response.isUntagged("BYE")) throw new Refused(what, response.text());
      if (response.tag().equals("+")) {
        // A second question to PLAIN has no answer; an empty line makes the server say no.
        line(unsent);
        unsent = "";
      } else if (response.tag().equals("*")) {
        heard.accept(response);
      } else {
        throw new ImapReader.NotImap("an answer to a question that was not asked");
      }
    }
    throw new ImapReader.NotImap("more than " + MAX_RESPONSES + " answers to one question");
  }

  /// Whether a string can be in quotes (RFC 9051 §4.3). A name with a line end would be a command
  /// of its own.
  static boolean isQuotable(String text) {
    return text.chars().allMatch(c -> c != '\r' && c != '\n' && c != 0 && c <= 0xff);
  }

  /// A string for a command (RFC 9051 §4.3).
  ///
  /// @param text one that [#isQuotable]
  static String quoted(String text) {
    if (!isQuotable(text)) throw new IllegalArgumentException("a string with line ends");
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  @Override
  public void close() {
    try {
      line("p0 LOGOUT");
    } catch (IOException _) {
      // It is gone already, which is as good.
    }
    peer.hangUp(connection);
  }
}
