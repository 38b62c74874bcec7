package org.posthorn.wire.report;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.AddressList;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EnvelopeAddress;
import org.posthorn.wire.mail.HeaderField;
import org.posthorn.wire.mail.MessageParser;

/// A message that a program sends in a person's name: a vacation reply (RFC 5230 §5), a
/// notification (RFC 5436 §2.7), a word from the server. It is sent with the null reverse-path.
///
/// @param from a mailbox-list
/// @param to a mailbox-list
/// @param threading null when it answers nothing
/// @param fields more of the header, among them Auto-Submitted
public record AutomaticMail(
    String from,
    String to,
    String subject,
    @Nullable Threading threading,
    List<HeaderField> fields,
    Body body) {

  private static final int TOKEN_OCTETS = 18;
  private static final int MAX_LINE = 998;
  private static final int BASE64_LINE = 76;

  /// The fields of a MIME entity that its author may set (RFC 5230 §4.4: the entity is the body).
  private static final String ENTITY_FIELD = "content-";

  public AutomaticMail {
    fields = List.copyOf(fields);
  }

  /// RFC 5322 §3.6.4, both without angle brackets.
  public record Threading(String inReplyTo, List<String> references) {
    public Threading {
      references = List.copyOf(references);
    }
  }

  /// What it says.
  public sealed interface Body {

    /// Plain text with any line ends.
    record Text(String text) implements Body {}

    /// A MIME entity with its own header; of that only the `Content-` fields are taken.
    record Entity(String text) implements Body {}
  }

  /// The message.
  ///
  /// @param host whose name the Message-ID ends with
  /// @param random for the id; nothing is secret about it
  public byte[] write(DomainName host, Instant now, RandomGenerator random) {
    var token = new byte[TOKEN_OCTETS];
    random.nextBytes(token);
    var header =
        new FieldWriter()
            .date("Date", now)
            .field("From", mailboxes(from))
            .field("To", mailboxes(to))
            .unstructured("Subject", subject)
            .field("Message-ID", "<" + HexFormat.of().formatHex(token) + "@" + host.ascii() + ">");
    if (threading != null) {
      header.field("In-Reply-To", "<" + threading.inReplyTo + ">");
      var references = threading.references.stream().map(id -> "<" + id + ">").toList();
      if (!references.isEmpty()) header.field("References", String.join(" ", references));
    }
    for (var field : fields)
      if (FieldText.isFieldName(field.name())) header.unstructured(field.name(), field.value());
    header.field("MIME-Version", "1.0");
    var out = new ByteArrayOutputStream();
    switch (body) {
      case Body.Text(var text) -> text(header, out, crlf(text));
      case Body.Entity(var entity) -> entity(header, out, crlf(entity));
    }
    return out.toByteArray();
  }

  private static void text(FieldWriter header, ByteArrayOutputStream out, String text) {
    boolean plain = FieldText.isAscii(text) && text.lines().allMatch(it -> it.length() <= MAX_LINE);
    header
        .field("Content-Type", plain ? "text/plain; charset=us-ascii" : "text/plain; charset=utf-8")
        .field("Content-Transfer-Encoding", plain ? "7bit" : "base64");
    var octets = text.getBytes(UTF_8);
    out.writeBytes((header + "\r\n").getBytes(UTF_8));
    out.writeBytes(
        plain
            ? octets
            : Base64.getMimeEncoder(BASE64_LINE, "\r\n".getBytes(ISO_8859_1)).encode(octets));
    if (!plain) out.writeBytes("\r\n".getBytes(ISO_8859_1));
  }

  private static void entity(FieldWriter header, ByteArrayOutputStream out, String entity) {
    int end = entity.startsWith("\r\n") ? 0 : entity.indexOf("\r\n\r\n");
    var own = end < 0 ? entity : entity.substring(0, end);
    var content = end < 0 ? "" : entity.substring(entity.startsWith("\r\n") ? 2 : end + 4);
    boolean typed = false;
    for (var field : MessageParser.headers((own + "\r\n\r\n").getBytes(UTF_8)).fields()) {
      if (!field.name().regionMatches(true, 0, ENTITY_FIELD, 0, ENTITY_FIELD.length())) continue;
      typed |= field.isNamed("Content-Type");
      header.field(field.name(), FieldText.clean(field.value()));
    }
    if (!typed) header.field("Content-Type", "text/plain; charset=utf-8");
    out.writeBytes((header + "\r\n" + content).getBytes(UTF_8));
  }

  private static String crlf(String text) {
    var lines = String.join("\r\n", text.split("\r\n|\r|\n", -1));
    return lines.endsWith("\r\n") ? lines : lines + "\r\n";
  }

  /// Display names in encoded words where they must be.
  private static String mailboxes(String list) {
    var written = new ArrayList<String>();
    for (var address : AddressList.parse(FieldText.clean(list)))
      if (address.mailbox() != null && address.host() != null) written.add(mailbox(address));
    return String.join(", ", written);
  }

  private static String mailbox(EnvelopeAddress address) {
    var spec = address.mailbox() + "@" + address.host();
    var name = address.name();
    return name == null || name.isBlank() ? spec : FieldWriter.phrase(name) + " <" + spec + ">";
  }
}
