package org.posthorn.testing.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Reads a server's responses strictly by RFC 9051 §9, without the server's own code. Used by one
/// thread.
final class ImapInput {
  private static final int MAX_DEPTH = 200;

  private final InputStream in;
  private final byte[] buffer = new byte[16 * 1024];
  private int position;
  private int limit;

  ImapInput(InputStream in) {
    this.in = in;
  }

  /// One response line with its literals.
  sealed interface Response {
    record Continue(String text) implements Response {}

    record Untagged(ImapAnswer.Untagged untagged) implements Response {}

    record Tagged(String tag, String status, String text) implements Response {}
  }

  Response read() throws IOException {
    var tag = word();
    return switch (tag) {
      case "+" -> new Response.Continue(rest());
      case "*" -> new Response.Untagged(untagged());
      default -> tagged(tag);
    };
  }

  private Response tagged(String tag) throws IOException {
    need(' ');
    var status = word().toUpperCase(Locale.ROOT);
    if (!status.equals("OK") && !status.equals("NO") && !status.equals("BAD"))
      throw new BadAnswer("no tagged response: " + tag + " " + status + rest());
    return new Response.Tagged(tag, status, rest());
  }

  private ImapAnswer.Untagged untagged() throws IOException {
    need(' ');
    var name = word().toUpperCase(Locale.ROOT);
    var number = -1L;
    if (Character.isDigit(name.charAt(0))) {
      number = new ImapItem.Atom(name).number();
      need(' ');
      name = word().toUpperCase(Locale.ROOT);
    }
    return switch (name) {
      case "OK", "NO", "BAD", "BYE", "PREAUTH" ->
          new ImapAnswer.Untagged(number, name, List.of(), rest());
      default -> new ImapAnswer.Untagged(number, name, items(), "");
    };
  }

  /// Everything up to the end of the line as items.
  private List<ImapItem> items() throws IOException {
    var items = new ArrayList<ImapItem>();
    while (peek() != '\r') {
      need(' ');
      // COMPAT(Dovecot, 2026-11): "* SEARCH " with a space before the end when nothing was found
      if (peek() != '\r') items.add(item(0));
    }
    endOfLine();
    return items;
  }

  private ImapItem item(int depth) throws IOException {
    return switch (peek()) {
      case '(' -> list(depth);
      case '"' -> quoted();
      case '{' -> literal();
      default -> {
        var atom = atom();
        yield atom.equalsIgnoreCase("NIL") ? new ImapItem.Nil() : new ImapItem.Atom(atom);
      }
    };
  }

  private ImapItem list(int depth) throws IOException {
    if (depth > MAX_DEPTH) throw new BadAnswer("lists within lists");
    need('(');
    var items = new ArrayList<ImapItem>();
    while (peek() != ')') {
      // Addresses and parts of a body stand side by side without a space.
      if (!items.isEmpty() && peek() == ' ') need(' ');
      items.add(item(depth + 1));
    }
    need(')');
    return new ImapItem.Items(items);
  }

  private ImapItem quoted() throws IOException {
    need('"');
    var text = new ByteArrayOutputStream();
    for (var b = next(); b != '"'; b = next()) {
      if (b == '\r' || b == '\n' || b == 0) throw new BadAnswer("a line end in a quoted string");
      text.write(b == '\\' ? next() : b);
    }
    return new ImapItem.Text(text.toString(ISO_8859_1));
  }

  private ImapItem literal() throws IOException {
    need('{');
    var size = new StringBuilder();
    while (peek() != '}') size.append((char) next());
    need('}');
    endOfLine();
    var bytes = new byte[(int) new ImapItem.Atom(size.toString()).number()];
    for (var done = 0; done < bytes.length; ) {
      peek();
      var some = Math.min(limit - position, bytes.length - done);
      System.arraycopy(buffer, position, bytes, done, some);
      position += some;
      done += some;
    }
    return new ImapItem.Text(new String(bytes, ISO_8859_1));
  }

  /// An atom, a flag or an item's name; a section in brackets belongs to it, spaces and all.
  private String atom() throws IOException {
    var atom = new StringBuilder();
    var inSection = false;
    while (true) {
      var b = peek();
      if (!inSection && (b == ' ' || b == ')' || b == '(' || b == '\r')) break;
      if (b == '\r' || b == '\n') throw new BadAnswer("a line end in a section: " + atom);
      if (b == '[') inSection = true;
      if (b == ']') inSection = false;
      atom.append((char) next());
    }
    if (atom.isEmpty()) throw new BadAnswer("nothing where a value belongs");
    return atom.toString();
  }

  private String word() throws IOException {
    var word = new StringBuilder();
    while (peek() != ' ' && !atLineEnd()) word.append((char) next());
    if (word.isEmpty()) throw new BadAnswer("a response that begins with a space or is empty");
    return word.toString();
  }

  /// The rest of the line as text, the space before it left out.
  private String rest() throws IOException {
    if (peek() == ' ') need(' ');
    var text = new ByteArrayOutputStream();
    while (!atLineEnd()) text.write(next());
    endOfLine();
    return text.toString(ISO_8859_1);
  }

  /// At CR, or at a lone LF, which [#endOfLine()] refuses.
  private boolean atLineEnd() throws IOException {
    var b = peek();
    return b == '\r' || b == '\n';
  }

  private void endOfLine() throws IOException {
    need('\r');
    need('\n');
  }

  private void need(char wanted) throws IOException {
    var b = next();
    if (b != wanted)
      throw new BadAnswer(
          "'" + (char) b + "' where '" + wanted + "' (" + (int) wanted + ") belongs");
  }

  private int next() throws IOException {
    var b = peek();
    position++;
    return b;
  }

  private int peek() throws IOException {
    if (position == limit) {
      position = 0;
      limit = 0;
      var read = in.read(buffer);
      if (read < 0) throw new EOFException("the server closed the connection");
      limit = read;
    }
    return buffer[position] & 0xff;
  }
}
