package org.posthorn.wire.mail;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.Locale;
import java.util.stream.Collectors;
import org.posthorn.wire.mail.TextAppending.Addition;
import org.posthorn.wire.mail.TextAppending.Reason;
import org.posthorn.wire.mail.TextAppendingPlan.Refused;

/// How an addition goes into one text: at the end of a plain one, before the end of an HTML body.
sealed interface AppendedText {

  /// The text with the addition.
  ///
  /// @throws Refused when it must not have it, or has it already
  EncodedText to(EncodedText text) throws Refused;

  static AppendedText plain(Addition addition) {
    return new Plain(addition.text());
  }

  static AppendedText html(Addition addition) {
    return new Html(addition);
  }

  /// White space is nothing to go by: encoders and programs change it.
  private static String squeezed(String text) {
    return text.replaceAll("\\s+", "");
  }

  /// At the end, behind an empty line.
  record Plain(String text) implements AppendedText {

    private static final String PGP = "-----BEGIN PGP ";

    @Override
    public EncodedText to(EncodedText before) throws Refused {
      var shown = before.shown();
      if (shown.startsWith(PGP) || shown.contains("\n" + PGP)) throw new Refused(Reason.PGP);
      if (squeezed(shown).endsWith(squeezed(text))) throw new Refused(Reason.THERE);
      boolean flowed = before.isFlowed();
      var lines =
          text.strip()
              .lines()
              .map(line -> flowed ? fixed(line) : line.stripTrailing())
              .collect(Collectors.joining("\r\n"));
      boolean ended = shown.isEmpty() || shown.endsWith("\n");
      var more =
          (shown.isEmpty() ? "" : ended ? "\r\n" : "\r\n\r\n") + lines + (ended ? "\r\n" : "");
      var charset = before.insertable();
      var octets = charset == null ? null : EncodedText.encoded(more, charset);
      return octets == null
          ? before.inUtf8(shown + more)
          : before.with(before.bytes().length, octets);
    }

    /// RFC 3676 §4.1, §4.4: a line that does not flow has no blank at its end, and one that begins
    /// with a blank, `>` or `From ` is stuffed.
    private static String fixed(String line) {
      var stripped = line.stripTrailing();
      boolean stuff =
          stripped.startsWith(" ") || stripped.startsWith(">") || stripped.startsWith("From ");
      return stuff ? " " + stripped : stripped;
    }
  }

  /// Before `</body>`, else before `</html>`, else at the end.
  record Html(Addition addition) implements AppendedText {

    @Override
    public EncodedText to(EncodedText before) throws Refused {
      var shown = before.shown();
      if (squeezed(shown).contains(squeezed(addition.html()))) throw new Refused(Reason.THERE);
      var more = "\r\n" + addition.html().strip().replaceAll("\\R", "\r\n") + "\r\n";
      var charset = before.insertable();
      if (charset == null) {
        int at = place(shown);
        return before.inUtf8(shown.substring(0, at) + more + shown.substring(at));
      }
      var octets = referenced(more, charset).getBytes(charset);
      var latin = new String(before.bytes(), java.nio.charset.StandardCharsets.ISO_8859_1);
      return before.with(place(latin), octets);
    }

    private static int place(String html) {
      var lower = html.toLowerCase(Locale.ROOT);
      int body = lower.lastIndexOf("</body");
      if (body >= 0) return body;
      int end = lower.lastIndexOf("</html");
      return end < 0 ? html.length() : end;
    }

    /// What the charset does not hold is a character reference.
    private static String referenced(String html, Charset charset) {
      if (!charset.canEncode()) return referenced(html, java.nio.charset.StandardCharsets.US_ASCII);
      CharsetEncoder encoder = charset.newEncoder();
      var text = new StringBuilder();
      html.codePoints()
          .forEach(c -> {
            var character = Character.toString(c);
            if (encoder.canEncode(character)) text.append(character);
            else text.append("&#").append(c).append(';');
          });
      return text.toString();
    }
  }
}
