package org.posthorn.wire.sieve;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.BodyPart;
import org.posthorn.wire.mail.HeaderFields;
import org.posthorn.wire.mail.LineForm;
import org.posthorn.wire.mail.MessageLimits;
import org.posthorn.wire.mail.MessageParser;
import org.posthorn.wire.mail.ParsedMessage;
import org.posthorn.wire.mail.Span;

/// The message as a script has changed it so far (RFC 5293, RFC 5703 §5, §6). Bodies are never
/// copied: what is new lies in memory, the rest is read from where it is. Owned by one run.
final class MessageEdits {

  /// RFC 5293 §6 forbids the first two; the next are made by `replace` (RFC 5703 §5); by the last
  /// one filters know what they have sent on before, so that nothing goes round for ever.
  private static final Set<String> KEPT_FIELDS =
      Set.of(
          "received",
          "auto-submitted",
          "original-subject",
          "original-from",
          "x-sieve-redirected-from");

  private static final Set<String> NEVER_ADDED = Set.of("original-subject", "original-from");

  private final Facts facts;
  private final SieveLimits limits;
  private SieveMessage message;

  /// The message before the first `enclose`: what `redirect` sends.
  private @Nullable SieveMessage unenclosed;

  private int headerEdits;
  private int messageEdits;

  MessageEdits(Facts facts, SieveLimits limits) {
    this.facts = facts;
    this.limits = limits;
    this.message = facts.message();
  }

  SieveMessage message() {
    return message;
  }

  /// RFC 5703 §6: `enclose` does not affect it.
  SieveMessage forRedirect() {
    var before = unenclosed;
    return before == null ? message : before;
  }

  // --- header fields

  /// False for a field that scripts may not add.
  boolean addField(String name, String value, boolean last) throws IOException {
    countHeaderEdit();
    if (NEVER_ADDED.contains(name.toLowerCase(Locale.ROOT))) return false;
    if (value.codePoints().anyMatch(c -> c < ' ' && c != '\t' && c != '\r' && c != '\n'))
      throw new ScriptFault("the value of a header field must not have control characters");
    var field = FieldText.of(name, value);
    var header = header();
    int at = last ? endOfFields(header) : 0;
    if (header.length + field.length > limits.headerOctets() + originalHeaderOctets())
      throw new ScriptFault(
          "the script adds more than " + limits.headerOctets() + " octets to the header");
    var before = new byte[at];
    System.arraycopy(header, 0, before, 0, at);
    var after = new byte[header.length - at];
    System.arraycopy(header, at, after, 0, after.length);
    withHeader(Octets.join(before, field, after));
    return true;
  }

  /// False for a field that scripts may not delete.
  boolean deleteFields(String name, Set<Integer> numbers) throws IOException {
    countHeaderEdit();
    if (KEPT_FIELDS.contains(name.toLowerCase(Locale.ROOT))) return false;
    if (!numbers.isEmpty()) withHeader(HeaderFields.of(header()).without(numbers));
    return true;
  }

  private void countHeaderEdit() {
    if (++headerEdits > limits.headerEdits())
      throw new ScriptFault(
          "the script changes the header more than " + limits.headerEdits() + " times");
  }

  private int originalHeaderOctets() {
    return (int)
        Math.min(facts.message().root().header().length(), MessageLimits.MAX_HEADER_OCTETS);
  }

  /// The header with the empty line that ends it. One that is longer than the parser looks at is
  /// not edited.
  private byte[] header() throws IOException {
    var span = message.root().header();
    if (span.length() > MessageLimits.MAX_HEADER_OCTETS)
      throw new ScriptFault("the header of the message is too large to be changed");
    try (var in = message.source().open(span)) {
      return in.readAllBytes();
    }
  }

  /// Where the empty line is that ends a header.
  private static int endOfFields(byte[] header) {
    int end = header.length;
    if (end == 0 || header[end - 1] != '\n') return end;
    int lineEnd = end > 1 && header[end - 2] == '\r' ? 2 : 1;
    boolean isEmptyLine = end == lineEnd || header[end - lineEnd - 1] == '\n';
    return isEmptyLine ? end - lineEnd : end;
  }

  private void withHeader(byte[] header) {
    var root = message.root();
    long delta = header.length - root.header().length();
    var source =
        new PiecedSource.Builder()
            .text(header)
            .range(message.source(), root.header().end(), message.octets())
            .build();
    var parsed = MessageParser.parse(header);
    // RFC 5293 §7 lets what stands for the structure be: bodies are where they were
    var moved = moved(root, new Span(0, header.length), delta);
    message =
        new SieveMessage(
            // Whoever stores it parses it whole and sees what lines it has.
            new ParsedMessage(
                parsed.headers(), parsed.envelope(), moved, source.length(), LineForm.AS_IT_IS),
            source,
            true);
  }

  private static BodyPart moved(BodyPart part, Span header, long delta) {
    var body = moved(part.body(), delta);
    return switch (part) {
      case BodyPart.Multipart multipart ->
          new BodyPart.Multipart(
              multipart.fields(),
              header,
              body,
              multipart.parts().stream()
                  .map(each -> moved(each, moved(each.header(), delta), delta))
                  .toList());
      case BodyPart.Message inner ->
          new BodyPart.Message(
              inner.fields(),
              header,
              body,
              inner.lines(),
              inner.envelope(),
              moved(inner.content(), moved(inner.content().header(), delta), delta));
      case BodyPart.Text text -> new BodyPart.Text(text.fields(), header, body, text.lines());
      case BodyPart.Leaf leaf -> new BodyPart.Leaf(leaf.fields(), header, body);
    };
  }

  private static Span moved(Span span, long delta) {
    return new Span(span.offset() + delta, span.length());
  }

  // --- parts

  void replacePart(PartPath path, MimeEntity entity) throws IOException {
    countMessageEdit();
    var part = MessageView.of(message, path).part();
    if (part == null) return;
    become(
        new PiecedSource.Builder()
            .range(message.source(), 0, part.header().offset())
            .text(entity.octets())
            .range(message.source(), part.body().end(), message.octets())
            .build());
  }

  /// @param from a mailbox-list
  void replaceMessage(MimeEntity entity, @Nullable String subject, @Nullable String from)
      throws IOException {
    countMessageEdit();
    var header = new ByteArrayOutputStream();
    var headers = message.headers();
    for (int i = 0; i < headers.size(); i++) {
      var field = headers.field(i);
      if (MimeEntity.isContentField(field.name()) || field.isNamed("MIME-Version")) continue;
      boolean original =
          (subject != null && field.isNamed("Subject")) || (from != null && field.isNamed("From"));
      if (original) header.writeBytes("Original-".getBytes(US_ASCII));
      header.writeBytes(headers.line(i));
    }
    if (subject != null) header.writeBytes(FieldText.of("Subject", subject));
    if (from != null) header.writeBytes(FieldText.of("From", from));
    header.writeBytes("MIME-Version: 1.0\r\n".getBytes(US_ASCII));
    become(new PiecedSource.Builder().text(header.toByteArray()).text(entity.octets()).build());
  }

  void enclose(MimeEntity text, @Nullable String subject, List<String> copied) throws IOException {
    countMessageEdit();
    if (unenclosed == null) unenclosed = message;
    // no line of a message begins with this by chance, and each enclosure has its own
    var boundary =
        "=_posthorn-"
            + messageEdits
            + "-"
            + Long.toHexString(facts.now().toInstant().toEpochMilli())
            + "-"
            + Long.toHexString(message.octets());
    var header = enclosingHeader(message.headers(), subject, copied);
    header.writeBytes(
        ("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\""
                + boundary
                + "\"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n--"
                + boundary
                + "\r\n")
            .getBytes(US_ASCII));
    header.writeBytes(text.octets());
    header.writeBytes(
        ("\r\n--"
                + boundary
                + "\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: 8bit\r\n\r\n")
            .getBytes(US_ASCII));
    become(
        new PiecedSource.Builder()
            .text(header.toByteArray())
            .range(message.source(), 0, message.octets())
            .text(("\r\n--" + boundary + "--\r\n").getBytes(US_ASCII))
            .build());
  }

  private ByteArrayOutputStream enclosingHeader(
      HeaderFields headers, @Nullable String subject, List<String> copied) {
    var names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(copied);
    boolean takesDate = names.contains("Date") && headers.has("Date");
    boolean takesFrom = names.contains("From") && headers.has("From");
    if (subject == null) names.add("Subject");
    else names.remove("Subject");
    var header = new ByteArrayOutputStream();
    for (int i = 0; i < headers.size(); i++) {
      var name = headers.field(i).name();
      boolean mime = MimeEntity.isContentField(name) || name.equalsIgnoreCase("MIME-Version");
      if (names.contains(name) && !mime) header.writeBytes(headers.line(i));
    }
    if (subject != null) header.writeBytes(FieldText.of("Subject", subject));
    if (!takesDate)
      header.writeBytes(FieldText.of("Date", DatePart.STD11.of(facts.now().toOffsetDateTime())));
    var owner = owner();
    if (!takesFrom && owner != null) header.writeBytes(FieldText.of("From", owner));
    return header;
  }

  private @Nullable String owner() {
    var envelope = facts.envelope();
    return envelope == null ? facts.environment().get(EnvironmentItem.IMAP_EMAIL) : envelope.to();
  }

  private void countMessageEdit() {
    if (++messageEdits > limits.messageEdits())
      throw new ScriptFault(
          "the script changes the message more than " + limits.messageEdits() + " times");
  }

  private void become(PiecedSource source) throws IOException {
    try (var in = source.open(new Span(0, source.length()))) {
      var parsed = MessageParser.parse(in, MessageLimits.ORDINARY);
      message = new SieveMessage(parsed, source, true);
    }
  }
}
