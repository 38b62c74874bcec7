package org.posthorn.wire.mail;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// Appends a text to what people read of a message: to its `text/plain` and `text/html` parts, in
/// whatever structure, charset and transfer encoding they are. All other octets stay what they are:
/// headers, boundaries, attachments.
///
/// Refused, so that nothing is ever broken: what is signed or encrypted in any way that can be
/// seen, reports, texts whose encoding is not understood, and messages that have the text already.
public final class TextAppending {

  /// Octets of one text in its decoded form; a longer one is not for reading.
  public static final int MAX_TEXT_OCTETS = 4 << 20;

  private TextAppending() {}

  /// What is appended.
  ///
  /// @param text lines for `text/plain`, at most 900 octets each; any line ends
  /// @param html for `text/html`, without `html` and `body`
  public record Addition(String text, String html) {

    public static final int MAX_LINE_OCTETS = 900;
    public static final int MAX_CHARACTERS = 20_000;

    public Addition {
      if (text.isBlank()) throw new IllegalArgumentException("there is no text");
      if (text.length() > MAX_CHARACTERS || html.length() > MAX_CHARACTERS)
        throw new IllegalArgumentException("more than %,d characters".formatted(MAX_CHARACTERS));
      if (!text.lines().allMatch(Addition::fits) || !html.lines().allMatch(Addition::fits))
        throw new IllegalArgumentException(
            "a line has more than %d octets, or a control character".formatted(MAX_LINE_OCTETS));
    }

    private static boolean fits(String line) {
      return Ascii.utf8Length(line) <= MAX_LINE_OCTETS
          && line.chars().noneMatch(c -> c < ' ' && c != '\t');
    }

    /// The same text in HTML.
    public static Addition of(String text) {
      var html = new StringBuilder("<p>");
      text.strip().lines().forEach(line -> html.append(escaped(line)).append("<br>\n"));
      return new Addition(text, html.append("</p>").toString());
    }

    private static String escaped(String line) {
      return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
  }

  /// Why a message stays as it is.
  public enum Reason {
    SIGNED("it is signed (multipart/signed or S/MIME)"),
    ENCRYPTED("it is encrypted"),
    PGP("its text is signed or encrypted by PGP"),
    DKIM("it has a DKIM signature already"),
    REPORT("it is a report"),
    THERE("it has the text already"),
    NO_TEXT("it has no text that people read"),
    TOO_LARGE("its text is too long"),
    UNKNOWN_ENCODING("the encoding of its text is not understood");

    private final String words;

    Reason(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /// What became of it.
  public sealed interface Result {

    /// The text can be appended.
    ///
    /// @param parts that get it, as `text/plain, utf-8, quoted-printable`
    record Appended(List<String> parts, Edit edit) implements Result {
      public Appended {
        parts = List.copyOf(parts);
      }
    }

    record Untouched(Reason reason) implements Result {}
  }

  /// Writes the changed message; as often as wanted, as long as the source is there.
  @FunctionalInterface
  public interface Edit {
    void writeTo(OutputStream out) throws IOException;
  }

  /// Looks at a message and says what is to be done; only texts are in memory.
  ///
  /// @param octets the length of the message
  /// @throws IOException of the source
  public static Result plan(MessageSource source, long octets, Addition addition)
      throws IOException {
    ParsedMessage parsed;
    try (var in = source.open(new Span(0, octets))) {
      parsed = MessageParser.parse(in, MessageLimits.ORDINARY);
    }
    if (parsed.headers().has("DKIM-Signature")) return new Result.Untouched(Reason.DKIM);
    try {
      var plan = new TextAppendingPlan(source, addition);
      plan.message(parsed.root());
      return plan.isEmpty()
          ? new Result.Untouched(Reason.NO_TEXT)
          : new Result.Appended(plan.told(), out -> plan.writeTo(out, octets));
    } catch (TextAppendingPlan.Refused refused) {
      return new Result.Untouched(refused.reason);
    }
  }
}
