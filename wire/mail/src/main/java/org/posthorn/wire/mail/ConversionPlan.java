package org.posthorn.wire.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.DownConversion.Goal;
import org.posthorn.wire.mail.DownConversion.Obstacle;

/// Walks the parts of a message and says of each range how it goes into the converted one. Each
/// octet is looked at once. Owned by one thread, used for one message.
final class ConversionPlan {

  private static final Set<String> ENCODING = Set.of("Content-Transfer-Encoding");
  private static final Set<String> IDENTITIES = Set.of("7bit", "8bit", "binary");
  private static final Set<String> DECODED = Set.of("base64", "quoted-printable");

  private final MessageSource source;
  private final Goal goal;
  private final List<MessagePiece> pieces = new ArrayList<>();

  /// The first octet that no piece has yet.
  private long position;

  ConversionPlan(MessageSource source, Goal goal) {
    this.source = source;
    this.goal = goal;
  }

  /// There is something that cannot be converted.
  static final class Blocked extends Exception {
    final transient Obstacle obstacle;

    Blocked(Obstacle obstacle) {
      super(obstacle.name(), null, false, false);
      this.obstacle = obstacle;
    }
  }

  List<MessagePiece> pieces() {
    return pieces;
  }

  void message(BodyPart root, long octets) throws IOException, Blocked {
    part(root, true);
    gap(octets);
  }

  private void part(BodyPart part, boolean isRoot) throws IOException, Blocked {
    gap(part.header().offset());
    switch (part) {
      case BodyPart.Multipart multipart when multipart.fields().is("multipart", "signed") ->
          signed(multipart);
      case BodyPart.Multipart multipart -> {
        header(multipart, isRoot, containerEncoding(multipart));
        for (var inner : multipart.parts()) part(inner, false);
        gap(multipart.body().end());
      }
      case BodyPart.Message message when message.fields().is("message", "rfc822") -> {
        header(message, isRoot, containerEncoding(message));
        part(message.content(), false);
        gap(message.body().end());
      }
      // RFC 6532 §3.7: message/global may be encoded as a whole.
      case BodyPart.Message message -> leaf(message, isRoot);
      case BodyPart.Text text -> leaf(text, isRoot);
      case BodyPart.Leaf leaf -> leaf(leaf, isRoot);
    }
  }

  private void signed(BodyPart part) throws IOException, Blocked {
    var whole = new Span(position, part.body().end() - position);
    if (!facts(whole).passes(goal)) throw new Blocked(Obstacle.SIGNED);
    copy(whole);
  }

  private void leaf(BodyPart part, boolean isRoot) throws IOException, Blocked {
    boolean fits = facts(part.body()).fits(goal);
    // Beyond a limit of the parser the header was not told from the body.
    if (part.header().length() == 0) {
      if (!fits) throw new Blocked(Obstacle.COMPOSITE);
      copy(part.body());
      return;
    }
    if (fits) {
      header(part, isRoot, containerEncoding(part));
      copy(part.body());
      return;
    }
    var declared = headers(part.header());
    if (isComposite(declared)) throw new Blocked(Obstacle.COMPOSITE);
    var from = part.fields().transferEncoding().toLowerCase(Locale.ROOT);
    if (!IDENTITIES.contains(from) && !DECODED.contains(from)) throw new Blocked(Obstacle.ENCODING);
    // A text that was encoded before, and badly, is not for the eye.
    boolean base64 = !part.fields().type().equalsIgnoreCase("text") || DECODED.contains(from);
    header(part, isRoot, base64 ? "base64" : "quoted-printable");
    pieces.add(new MessagePiece.Encoded(part.body(), from, base64));
    if (isRoot && base64) pieces.add(new MessagePiece.Text("\r\n"));
    position = part.body().end();
  }

  /// `message/global` apart, what is a container by its own word although it was not read as one.
  private static boolean isComposite(HeaderFields declared) {
    var type = declared.value("Content-Type");
    if (type == null) return false;
    var lower = Ascii.lower(type);
    return lower.startsWith("multipart/")
        || (lower.startsWith("message/") && !lower.startsWith("message/global"));
  }

  /// A label that promises less than the way takes, for what has another; null to leave it.
  private @Nullable String containerEncoding(BodyPart part) {
    var encoding = part.fields().transferEncoding().toLowerCase(Locale.ROOT);
    if (goal == Goal.SEVEN_BIT && (encoding.equals("8bit") || encoding.equals("binary")))
      return "7bit";
    return encoding.equals("binary") ? "8bit" : null;
  }

  private void header(BodyPart part, boolean isRoot, @Nullable String encoding)
      throws IOException, Blocked {
    var facts = facts(part.header());
    if (facts.unsound()) throw new Blocked(Obstacle.MALFORMED);
    if (facts.eightBit() && goal == Goal.SEVEN_BIT) throw new Blocked(Obstacle.HEADER);
    if (encoding == null) {
      copy(part.header());
      return;
    }
    var fields = headers(part.header());
    var kept = new String(fields.selectNot(ENCODING), ISO_8859_1);
    var text = new StringBuilder(kept).delete(kept.length() - 2, kept.length());
    if (isRoot && !fields.has("MIME-Version")) text.append("MIME-Version: 1.0\r\n");
    // RFC 1428 §3: what a text without a label is, nobody knows.
    if (isRoot && !fields.has("Content-Type"))
      text.append("Content-Type: text/plain; charset=unknown-8bit\r\n");
    text.append("Content-Transfer-Encoding: ").append(encoding).append("\r\n\r\n");
    pieces.add(new MessagePiece.Text(text.toString()));
    position = part.header().end();
  }

  private HeaderFields headers(Span header) throws IOException, Blocked {
    if (header.length() > MessageLimits.MAX_HEADER_OCTETS) throw new Blocked(Obstacle.MALFORMED);
    try (var in = source.open(header)) {
      return HeaderFields.of(in.readAllBytes());
    }
  }

  /// What stands around parts, up to an offset.
  private void gap(long to) throws IOException, Blocked {
    if (to <= position) return;
    var span = new Span(position, to - position);
    var facts = facts(span);
    if (facts.unsound()) throw new Blocked(Obstacle.MALFORMED);
    if (facts.eightBit() && goal == Goal.SEVEN_BIT) pieces.add(new MessagePiece.Masked(span));
    else pieces.add(new MessagePiece.Copy(span));
    position = to;
  }

  private void copy(Span span) {
    if (span.length() > 0) pieces.add(new MessagePiece.Copy(span));
    position = span.end();
  }

  private LineFacts facts(Span span) throws IOException {
    return LineFacts.of(source.open(span));
  }
}
