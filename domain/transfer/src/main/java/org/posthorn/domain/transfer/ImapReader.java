package org.posthorn.domain.transfer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.posthorn.platform.net.ConnectionInput;
import org.posthorn.platform.net.LineRead;
import org.posthorn.platform.storage.Spool;
import org.posthorn.platform.storage.Storage;

/// Reads a server's responses, of which nothing is believed: every line, literal, list and number
/// has a limit. Messages go to spools. Belongs to the session's thread.
final class ImapReader {
  /// Flags, capabilities, lists of rights: a fraction of this with every known server.
  private static final int MAX_LINE = 64 * 1024;

  /// Names of mailboxes come as literals, messages as those of their own kind.
  private static final long MAX_LITERAL = 64 * 1024;

  private static final int MAX_LITERALS = 64;

  /// A longer message is skipped, up to what no mail system can have.
  private static final long MAX_SKIPPED = 8L << 30;

  private static final int MAX_DEPTH = 8;
  private static final int CHUNK = 16 * 1024;
  private static final Set<String> STATUS = Set.of("OK", "NO", "BAD", "BYE", "PREAUTH");

  private final ConnectionInput input;
  private final Storage storage;
  private boolean takesMessages;

  ImapReader(ConnectionInput input, Storage storage) {
    this.input = input;
    this.storage = storage;
  }

  /// The server does not speak IMAP as it should.
  static final class NotImap extends IOException {
    NotImap(String what) {
      super("the server's answer is not IMAP: " + what);
    }
  }

  /// From now on messages may come; whoever reads a response takes or drops them.
  void expectMessages() {
    takesMessages = true;
  }

  void expectNoMessages() {
    takesMessages = false;
  }

  ImapResponse read() throws IOException {
    var literals = new ArrayList<ImapItem>();
    boolean isRead = false;
    try {
      var response = new Parser(line(literals), literals).response();
      isRead = true;
      return response;
    } finally {
      if (!isRead) for (var each : literals) close(each);
    }
  }

  private static void close(ImapItem item) throws IOException {
    if (item instanceof ImapItem.Message(var spool)) spool.close();
  }

  /// A whole response; a literal is one character beyond those that octets are.
  private String line(List<ImapItem> literals) throws IOException {
    var text = new StringBuilder();
    while (true) {
      switch (input.readLine(MAX_LINE)) {
        case LineRead.End _ -> throw new EOFException("the server closed the connection");
        case LineRead.TooLong _ -> throw new NotImap("a line of more than 64 KiB");
        case LineRead.Line(var octets, var _) -> text.append(new String(octets, ISO_8859_1));
      }
      if (text.length() > MAX_LINE) throw new NotImap("a response of more than 64 KiB");
      int brace = text.lastIndexOf("{");
      long size = brace < 0 ? -1 : announced(text.substring(brace));
      if (size < 0) return text.toString();
      if (literals.size() == MAX_LITERALS) throw new NotImap("too many literals");
      text.setLength(brace);
      literals.add(literal(isMessage(text), size));
      text.append((char) (0xff + literals.size()));
    }
  }

  /// The size in `{123}` or `{123+}`, or `~` before; -1 when it is none.
  private static long announced(String text) throws IOException {
    if (!text.matches("\\{[0-9]+\\+?\\}")) return -1;
    var digits = text.replaceAll("[^0-9]", "");
    if (digits.length() > 15) throw new NotImap("a literal of " + digits + " octets");
    return Long.parseLong(digits);
  }

  private boolean isMessage(StringBuilder before) {
    if (!takesMessages) return false;
    var end = before.substring(Math.max(0, before.length() - 8)).toUpperCase(Locale.ROOT);
    return end.endsWith("BODY[] ") || end.endsWith("RFC822 ");
  }

  private ImapItem literal(boolean isMessage, long size) throws IOException {
    if (!isMessage) {
      if (size > MAX_LITERAL) throw new NotImap("a literal of " + size + " octets");
      return new ImapItem.Text(new String(input.readFully((int) size), ISO_8859_1));
    }
    if (size > Intake.MAX_MESSAGE_OCTETS) {
      if (size > MAX_SKIPPED) throw new NotImap("a message of " + size + " octets");
      input.skipFully(size);
      return new ImapItem.TooLong(size);
    }
    var spool = storage.spool(Intake.MAX_MESSAGE_OCTETS * 2);
    boolean isWhole = false;
    try {
      fill(spool, size);
      isWhole = true;
      return new ImapItem.Message(spool);
    } finally {
      if (!isWhole) spool.close();
    }
  }

  private void fill(Spool spool, long size) throws IOException {
    var target = new CrlfOutput(spool);
    var some = new byte[CHUNK];
    for (long left = size; left > 0; ) {
      int part = (int) Math.min(left, CHUNK);
      input.readFully(some, 0, part);
      target.write(some, 0, part);
      left -= part;
    }
  }

  /// Takes one response apart.
  private static final class Parser {
    private final String line;
    private final List<ImapItem> literals;
    private int at;

    Parser(String line, List<ImapItem> literals) {
      this.line = line;
      this.literals = literals;
    }

    ImapResponse response() throws NotImap {
      var tag = word();
      if (tag.equals("+")) return new ImapResponse(tag, -1, "", List.of(), rest());
      var name = word().toUpperCase(Locale.ROOT);
      long number = new ImapItem.Atom(name).number();
      if (number >= 0) name = word().toUpperCase(Locale.ROOT);
      if (tag.isEmpty() || name.isEmpty()) throw new NotImap("a line that says nothing");
      if (STATUS.contains(name)) return new ImapResponse(tag, number, name, List.of(), rest());
      if (!tag.equals("*")) throw new NotImap("an answer that is neither OK, NO nor BAD");
      var items = new ArrayList<ImapItem>();
      for (skip(); at < line.length(); skip()) items.add(item(0));
      return new ImapResponse(tag, number, name, items, "");
    }

    private String word() {
      skip();
      int start = at;
      while (at < line.length() && line.charAt(at) != ' ') at++;
      return line.substring(start, at);
    }

    private String rest() {
      skip();
      return line.substring(at);
    }

    private void skip() {
      while (at < line.length() && line.charAt(at) == ' ') at++;
    }

    private ImapItem item(int depth) throws NotImap {
      char first = line.charAt(at);
      if (first > 0xff) {
        at++;
        return literals.get(first - 0x100);
      }
      return switch (first) {
        case '(' -> list(depth);
        case '"' -> quoted();
        default -> atom();
      };
    }

    private ImapItem list(int depth) throws NotImap {
      if (depth == MAX_DEPTH) throw new NotImap("lists within lists");
      at++;
      var all = new ArrayList<ImapItem>();
      for (skip(); at < line.length(); skip()) {
        if (line.charAt(at) == ')') {
          at++;
          return new ImapItem.Items(all);
        }
        all.add(item(depth + 1));
      }
      throw new NotImap("a list without an end");
    }

    private ImapItem quoted() throws NotImap {
      var text = new StringBuilder();
      for (at++; at < line.length(); at++) {
        char c = line.charAt(at);
        if (c == '"') {
          at++;
          return new ImapItem.Text(text.toString());
        }
        if (c == '\\' && at + 1 < line.length()) at++;
        text.append(line.charAt(at));
      }
      throw new NotImap("a string without an end");
    }

    /// With a section in brackets, blanks and all.
    private ImapItem atom() throws NotImap {
      int start = at;
      boolean inSection = false;
      for (; at < line.length(); at++) {
        char c = line.charAt(at);
        if (c == '[') inSection = true;
        if (c == ']') inSection = false;
        if (!inSection && (c == ' ' || c == '(' || c == ')' || c > 0xff)) break;
      }
      if (at == start) throw new NotImap("nothing where a value belongs");
      var text = line.substring(start, at);
      return text.equalsIgnoreCase("NIL") ? new ImapItem.Nil() : new ImapItem.Atom(text);
    }
  }
}
