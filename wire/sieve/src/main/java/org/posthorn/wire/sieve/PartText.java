package org.posthorn.wire.sieve;

import java.io.IOException;
import java.util.List;
import org.posthorn.wire.mail.BodyPart;
import org.posthorn.wire.mail.Charsets;
import org.posthorn.wire.mail.MessageText;
import org.posthorn.wire.mail.Span;
import org.posthorn.wire.mail.TextSink;
import org.posthorn.wire.mail.TransferEncoding;

/// Reads parts of a message as text, up to a limit.
final class PartText {

  private final SieveMessage message;
  private final int limit;
  private final Work work;

  PartText(SieveMessage message, int limit, Work work) {
    this.message = message;
    this.limit = limit;
    this.work = work;
  }

  /// The octets as they stand.
  String raw(Span span) throws IOException {
    try (var in = message.source().open(new Span(span.offset(), Math.min(span.length(), limit)))) {
      var octets = in.readNBytes(limit);
      work.spend(octets.length);
      return Octets.decode(octets);
    }
  }

  /// The text of a text part: transfer encoding and charset undone.
  String text(BodyPart part) throws IOException {
    var taken = new Taken(limit);
    MessageText.readBody(part, message.source(), taken);
    work.spend(taken.text.length());
    return taken.text.toString();
  }

  /// The content of any other part, its transfer encoding undone.
  String decoded(BodyPart part) throws IOException {
    var encoding = part.fields().transferEncoding();
    try (var in = TransferEncoding.decode(encoding, message.source().open(part.body()))) {
      var octets = in.readNBytes(limit);
      work.spend(octets.length);
      return Octets.decode(octets);
    }
  }

  /// Whether the text is what its labels say (RFC 5703 §7).
  static boolean isUnderstood(BodyPart part) {
    var charset = part.fields().charset();
    boolean ascii =
        charset == null || charset.isEmpty() || charset.strip().equalsIgnoreCase("us-ascii");
    return TransferEncoding.isKnown(part.fields().transferEncoding())
        && (ascii || Charsets.named(charset) != null);
  }

  /// The prologue and the epilogue of a multipart (RFC 5173 §5.2).
  List<String> around(BodyPart.Multipart multipart) throws IOException {
    var body = multipart.body();
    var first = multipart.parts().getFirst();
    var last = multipart.parts().getLast();
    var before = raw(between(body.offset(), first.header().offset()));
    // the last line there is the first delimiter
    var prologue = before.substring(0, before.stripTrailing().lastIndexOf("\n") + 1);
    var after = raw(between(last.body().end(), body.end()));
    // the line end of the last part, then the closing delimiter's line
    int close = after.indexOf("--");
    int line = close < 0 ? -1 : after.indexOf('\n', close);
    return List.of(prologue, line < 0 ? "" : after.substring(line + 1));
  }

  private static Span between(long from, long to) {
    return new Span(from, Math.max(0, to - from));
  }

  /// Keeps what it is given up to a limit.
  private static final class Taken implements TextSink {
    private final StringBuilder text = new StringBuilder();
    private final int limit;

    Taken(int limit) {
      this.limit = limit;
    }

    @Override
    public boolean text(CharSequence piece) {
      text.append(piece, 0, Math.min(piece.length(), limit - text.length()));
      return text.length() < limit;
    }
  }
}
