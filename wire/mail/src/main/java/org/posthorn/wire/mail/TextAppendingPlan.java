package org.posthorn.wire.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.posthorn.wire.mail.TextAppending.Addition;
import org.posthorn.wire.mail.TextAppending.Reason;

/// Walks the parts of a message, and knows which ranges of it become others. Owned by one thread,
/// used for one message.
final class TextAppendingPlan {

  private static final Set<String> CHANGED = Set.of("Content-Type", "Content-Transfer-Encoding");
  private static final Set<String> PKCS7 = Set.of("pkcs7-mime", "x-pkcs7-mime");

  /// A range, and what stands there instead.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Change(Span span, byte[] octets) {}

  private final MessageSource source;
  private final Addition addition;
  private final List<Change> changes = new ArrayList<>();
  private final List<String> told = new ArrayList<>();

  TextAppendingPlan(MessageSource source, Addition addition) {
    this.source = source;
    this.addition = addition;
  }

  /// The message stays as it is.
  static final class Refused extends Exception {
    final transient Reason reason;

    Refused(Reason reason) {
      super(reason.name(), null, false, false);
      this.reason = reason;
    }
  }

  boolean isEmpty() {
    return changes.isEmpty();
  }

  List<String> told() {
    return told;
  }

  void message(BodyPart root) throws IOException, Refused {
    check(root);
    part(root, true);
  }

  /// What is signed or encrypted anywhere keeps the whole message from being touched; messages that
  /// are enclosed are not looked into, because nothing in them is changed.
  private static void check(BodyPart part) throws Refused {
    var fields = part.fields();
    var subtype = fields.subtype().toLowerCase(Locale.ROOT);
    if (fields.is("multipart", "signed")) throw new Refused(Reason.SIGNED);
    if (fields.is("multipart", "encrypted")) throw new Refused(Reason.ENCRYPTED);
    if (fields.is("multipart", "report")) throw new Refused(Reason.REPORT);
    if (fields.type().equalsIgnoreCase("application") && PKCS7.contains(subtype))
      throw new Refused(Reason.SIGNED);
    if (part instanceof BodyPart.Multipart multipart)
      for (var inner : multipart.parts()) check(inner);
  }

  private void part(BodyPart part, boolean isRoot) throws IOException, Refused {
    switch (part) {
      case BodyPart.Multipart multipart when multipart.fields().is("multipart", "alternative") -> {
        for (var inner : multipart.parts()) part(inner, false);
      }
      // The text is the first part; what an unknown multipart is, is mixed (RFC 2046 §5.1.3).
      case BodyPart.Multipart multipart -> part(multipart.parts().getFirst(), false);
      case BodyPart.Text text -> text(text, isRoot);
      case BodyPart.Message _, BodyPart.Leaf _ -> {}
    }
  }

  private void text(BodyPart.Text part, boolean isRoot) throws IOException, Refused {
    var fields = part.fields();
    boolean plain = fields.subtype().equalsIgnoreCase("plain");
    boolean html = fields.subtype().equalsIgnoreCase("html");
    if ((!plain && !html) || isAttachment(fields)) return;
    var appended = plain ? AppendedText.plain(addition) : AppendedText.html(addition);
    var text = new EncodedText(fields, decoded(part));
    if (!text.isUnderstood() || part.header().length() == 0)
      throw new Refused(Reason.UNKNOWN_ENCODING);
    var after = appended.to(text);
    if (!after.hasLabelsOf(text))
      changes.add(new Change(part.header(), header(part, after, isRoot)));
    changes.add(new Change(part.body(), after.encoded(isRoot)));
    told.add(
        "text/%s, %s, %s".formatted(plain ? "plain" : "html", after.charset(), after.encoding()));
  }

  private static boolean isAttachment(PartFields fields) {
    var disposition = fields.disposition();
    return disposition != null && disposition.equalsIgnoreCase("attachment");
  }

  private byte[] decoded(BodyPart part) throws IOException, Refused {
    var encoding = part.fields().transferEncoding();
    if (!EncodedText.isKnown(encoding)) throw new Refused(Reason.UNKNOWN_ENCODING);
    try (var in = TransferEncoding.decode(encoding, source.open(part.body()))) {
      var bytes = in.readNBytes(TextAppending.MAX_TEXT_OCTETS + 1);
      if (bytes.length > TextAppending.MAX_TEXT_OCTETS) throw new Refused(Reason.TOO_LARGE);
      return bytes;
    }
  }

  /// The header with what the text is now, all other fields as they are.
  private byte[] header(BodyPart part, EncodedText after, boolean isRoot)
      throws IOException, Refused {
    if (part.header().length() > MessageLimits.MAX_HEADER_OCTETS)
      throw new Refused(Reason.TOO_LARGE);
    HeaderFields fields;
    try (var in = source.open(part.header())) {
      fields = HeaderFields.of(in.readAllBytes());
    }
    var kept = new String(fields.selectNot(CHANGED), ISO_8859_1);
    var text = new StringBuilder(kept).delete(kept.length() - 2, kept.length());
    if (isRoot && !fields.has("MIME-Version")) text.append("MIME-Version: 1.0\r\n");
    text.append(after.contentType()).append("\r\n");
    text.append("Content-Transfer-Encoding: ").append(after.encoding()).append("\r\n\r\n");
    return text.toString().getBytes(ISO_8859_1);
  }

  void writeTo(OutputStream out, long octets) throws IOException {
    long at = 0;
    for (var change : changes) {
      copy(out, at, change.span().offset());
      out.write(change.octets());
      at = change.span().end();
    }
    copy(out, at, octets);
  }

  private void copy(OutputStream out, long from, long to) throws IOException {
    if (from == to) return;
    try (var in = source.open(new Span(from, to - from))) {
      in.transferTo(out);
    }
  }
}
