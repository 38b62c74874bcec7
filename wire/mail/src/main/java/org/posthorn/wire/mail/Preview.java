package org.posthorn.wire.mail;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The first words of a message, for lists of messages (RFC 8970 §3.3): plain text without mark-up
/// and quotations, on one line. Empty where there is nothing to be read: pictures, what is
/// encrypted.
public final class Preview {
  /// RFC 8970 §3.3: characters of Unicode.
  public static final int MAX_CHARACTERS = 200;

  /// How much of the text's part is read, still encoded: HTML begins with a lot of style.
  static final int MOST_OCTETS = 32 * 1024;

  private Preview() {}

  public static String of(BodyPart message, MessageSource source) throws IOException {
    var part = text(message);
    if (part == null) return "";
    var body = part.body();
    var beginning = new Span(body.offset(), Math.min(body.length(), MOST_OCTETS));
    var shown = new BodyPart.Text(part.fields(), part.header(), beginning, part.lines());
    var line = part.fields().subtype().equalsIgnoreCase("html") ? new HtmlText() : new PlainText();
    MessageText.readBody(shown, source, line::take);
    return line.toString();
  }

  /// The part that people read first. Of alternatives the plain one, of other parts the first with
  /// text.
  private static BodyPart.@Nullable Text text(BodyPart part) {
    return switch (part) {
      case BodyPart.Text text -> text;
      case BodyPart.Leaf _, BodyPart.Message _ -> null;
      case BodyPart.Multipart multipart -> {
        if (multipart.fields().subtype().equalsIgnoreCase("encrypted")) yield null;
        BodyPart.Text found = null;
        for (var inner : multipart.parts()) {
          var text = text(inner);
          if (text == null) continue;
          boolean plain = text.fields().subtype().equalsIgnoreCase("plain");
          if (plain || !multipart.fields().subtype().equalsIgnoreCase("alternative")) yield text;
          if (found == null) found = text;
        }
        yield found;
      }
    };
  }

  /// Collects words up to the limit.
  private abstract static class Words {
    private final StringBuilder line = new StringBuilder();
    private int characters;
    private boolean gap;
    private int high = -1;

    boolean take(CharSequence piece) {
      for (int i = 0; i < piece.length(); i++) {
        read(piece.charAt(i));
        if (characters >= MAX_CHARACTERS) return false;
      }
      return true;
    }

    abstract void read(char c);

    final void add(char c) {
      if (Character.isWhitespace(c) || c == '\u00a0' || Character.isISOControl(c)) {
        gap = true;
        return;
      }
      // Invisible fillers of newsletters, and what makes text run backwards.
      if (Character.getType(c) == Character.FORMAT) return;
      if (Character.isHighSurrogate(c)) {
        high = c;
        return;
      }
      boolean pair = Character.isLowSurrogate(c);
      if (pair && high < 0) return;
      if (gap && !line.isEmpty()) {
        line.append(' ');
        if (++characters >= MAX_CHARACTERS) return;
      }
      gap = false;
      if (pair) line.append((char) high);
      high = -1;
      line.append(c);
      characters++;
    }

    @Override
    public final String toString() {
      return line.toString().strip();
    }
  }

  /// Lines that quote others are left out.
  private static final class PlainText extends Words {
    private boolean lineBegins = true;
    private boolean quoted;

    @Override
    void read(char c) {
      if (lineBegins) quoted = c == '>';
      lineBegins = c == '\n';
      if (!quoted || lineBegins) add(c);
    }
  }

  /// Tags, comments, style and script are left out, character references are read.
  private static final class HtmlText extends Words {
    private static final int LONGEST_NAME = 10;

    private final StringBuilder name = new StringBuilder();
    private State state = State.TEXT;

    /// The element whose content is no text, as long as it lasts.
    private String hidden = "";

    private char last;
    private char beforeLast;

    private enum State {
      TEXT,
      TAG_NAME,
      TAG,
      COMMENT,
      REFERENCE
    }

    @Override
    void read(char c) {
      switch (state) {
        case TEXT -> text(c);
        case TAG_NAME -> tagName(c);
        case TAG -> tag(c);
        case COMMENT -> {
          if (c == '>' && last == '-' && beforeLast == '-') state = State.TEXT;
        }
        case REFERENCE -> reference(c);
      }
      beforeLast = last;
      last = c;
    }

    private void text(char c) {
      if (c == '<') {
        state = State.TAG_NAME;
        name.setLength(0);
      } else if (c == '&' && hidden.isEmpty()) {
        state = State.REFERENCE;
        name.setLength(0);
      } else if (hidden.isEmpty()) {
        add(c);
      }
    }

    private void tag(char c) {
      if (c == '>') tagEnds();
      // A script may compare by it, and its end must not be missed.
      else if (c == '<' && !hidden.isEmpty()) text(c);
    }

    private void tagName(char c) {
      if (c == '>' || c == '<') {
        tag(c);
        return;
      }
      if (name.isEmpty() && !Character.isLetter(c) && "/!?".indexOf(c) < 0) {
        // No tag at all.
        state = State.TEXT;
        if (hidden.isEmpty()) add('<');
        text(c);
        return;
      }
      if (name.length() < LONGEST_NAME && !Character.isWhitespace(c)) {
        name.append(c);
        if (name.toString().equals("!--")) state = State.COMMENT;
        return;
      }
      state = State.TAG;
    }

    private void tagEnds() {
      state = State.TEXT;
      var tag = name.toString().toLowerCase(java.util.Locale.ROOT);
      if (hidden.isEmpty()) {
        switch (tag) {
          case "style", "script", "title" -> hidden = tag;
          case "b", "i", "u", "a", "em", "strong", "span", "font", "/b", "/i", "/u", "/a" -> {}
          case "/em", "/strong", "/span", "/font" -> {}
          default -> add(' ');
        }
      } else if (tag.equals("/" + hidden)) {
        hidden = "";
      }
    }

    private void reference(char c) {
      if (c != ';' && name.length() < LONGEST_NAME && (Character.isLetterOrDigit(c) || c == '#')) {
        name.append(c);
        return;
      }
      state = State.TEXT;
      var known = character(name.toString());
      if (known >= 0) {
        for (char part : Character.toChars(known)) add(part);
      } else {
        add('&');
        for (int i = 0; i < name.length(); i++) add(name.charAt(i));
      }
      if (c != ';') text(c);
    }

    /// -1 for one that nobody knows.
    private static int character(String reference) {
      if (reference.startsWith("#")) return number(reference.substring(1));
      return switch (reference) {
        case "amp" -> '&';
        case "lt" -> '<';
        case "gt" -> '>';
        case "quot" -> '"';
        case "apos" -> '\'';
        case "nbsp" -> ' ';
        case "auml" -> 'ä';
        case "ouml" -> 'ö';
        case "uuml" -> 'ü';
        case "Auml" -> 'Ä';
        case "Ouml" -> 'Ö';
        case "Uuml" -> 'Ü';
        case "szlig" -> 'ß';
        case "eacute" -> 'é';
        case "egrave" -> 'è';
        case "agrave" -> 'à';
        case "ccedil" -> 'ç';
        case "ndash" -> '–';
        case "mdash" -> '—';
        case "hellip" -> '…';
        case "rsquo" -> '’';
        case "lsquo" -> '‘';
        case "rdquo" -> '”';
        case "ldquo" -> '“';
        case "bdquo" -> '„';
        case "euro" -> '€';
        case "copy" -> '©';
        case "zwnj" -> '\u200c';
        case "shy" -> '\u00ad';
        default -> -1;
      };
    }

    private static int number(String digits) {
      try {
        int value =
            digits.startsWith("x") || digits.startsWith("X")
                ? Integer.parseInt(digits.substring(1), 16)
                : Integer.parseInt(digits);
        return Character.isValidCodePoint(value) ? value : -1;
      } catch (NumberFormatException _) {
        return -1;
      }
    }
  }
}
