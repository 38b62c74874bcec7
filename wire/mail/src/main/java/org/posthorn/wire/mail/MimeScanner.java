package org.posthorn.wire.mail;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The line-by-line automaton under `MessageParser`: keeps the chain of entities that are open at
/// the current line, and turns each into a `BodyPart` when a boundary or the end closes it.
///
/// Spans follow RFC 2046 §5.1.1: the line end before a boundary belongs to the boundary. A header
/// is ended by an empty line, by a boundary, or by the end of the message. A line ends a part when
/// all of it, trailing blanks aside, is a delimiter of an open multipart; the innermost wins.
///
/// Owned by one thread, used for one message.
final class MimeScanner {

  private static final int MAX_DELIMITER_LINE = MessageLimits.MAX_BOUNDARY_OCTETS + 4;

  /// What the lines at hand are for.
  private enum Mode {
    HEADER,
    BODY,
    /// a limit was hit: the rest of the message belongs to the innermost entity
    REST
  }

  /// What an entity is to the one around it.
  private enum Role {
    MESSAGE,
    PART,
    PART_OF_DIGEST,
    /// the message inside a message/rfc822 part
    CONTENT
  }

  private final MessageLimits limits;

  /// From the message itself to the innermost open entity.
  private final ArrayList<OpenEntity> open = new ArrayList<>();

  private Mode mode = Mode.HEADER;
  private byte[] header = new byte[1024];
  private int headerLength;
  private int parts;

  /// How many open multiparts wait for a delimiter; without any, no line is looked at.
  private int delimited;

  private long position;
  private long lines;

  /// Octets of the line end before `position`: 0, 1 or 2.
  private int lineEnd;

  private boolean atLineStart = true;
  private final LineForm.Counter form = new LineForm.Counter();
  private @Nullable HeaderFields rootHeaders;

  MimeScanner(MessageLimits limits) {
    this.limits = limits;
    begin(Role.MESSAGE);
  }

  /// Takes all complete lines of the buffer; returns where the first incomplete one starts.
  int lines(byte[] buffer, int from, int to) {
    int start = from;
    int returns = 0;
    for (int i = from; i < to; i++) {
      if ((buffer[i] & 0xff) > '\r') continue;
      if (buffer[i] == '\r') returns++;
      if (buffer[i] != '\n') continue;
      boolean crlf = i > start && buffer[i - 1] == '\r';
      form.line(returns, crlf);
      returns = 0;
      line(buffer, start, i + 1);
      lines++;
      lineEnd = crlf ? 2 : 1;
      atLineStart = true;
      start = i + 1;
    }
    return start;
  }

  /// Takes a piece of a line that goes on, or that the message ends with.
  void unended(byte[] buffer, int from, int to) {
    form.piece(buffer, from, to);
    line(buffer, from, to);
    lineEnd = 0;
    atLineStart = false;
  }

  ParsedMessage finish() {
    while (mode == Mode.HEADER) endHeader(position);
    var root = close(0, position, lines);
    var headers = rootHeaders;
    if (headers == null) throw new IllegalStateException("the root has no header");
    return new ParsedMessage(headers, Envelope.of(headers), root, position, form.form());
  }

  private void line(byte[] buffer, int from, int to) {
    if (delimited > 0 && atLineStart && isDelimiterLine(buffer, from, to)) return;
    if (mode == Mode.HEADER) headerLine(buffer, from, to);
    else position += to - from;
  }

  private void headerLine(byte[] buffer, int from, int to) {
    position += to - from;
    if (atLineStart && HeaderFields.isEmptyLine(buffer, from, to)) {
      lines++; // the empty line is the header's
      endHeader(position);
      lines--;
      return;
    }
    int length = Math.min(to - from, limits.headerOctets() - headerLength);
    if (length <= 0) return;
    if (headerLength + length > header.length)
      header = Arrays.copyOf(header, Math.max(header.length * 2, headerLength + length));
    System.arraycopy(buffer, from, header, headerLength, length);
    headerLength += length;
  }

  // delimiter := CRLF "--" boundary; close-delimiter := delimiter "--"; both with transport-padding
  private boolean isDelimiterLine(byte[] buffer, int from, int to) {
    if (to - from < 3 || buffer[from] != '-' || buffer[from + 1] != '-') return false;
    int end = to;
    while (end > from && isPadding(buffer[end - 1])) end--;
    if (end - from > MAX_DELIMITER_LINE) return false;
    boolean dashes = end - from > 4 && buffer[end - 1] == '-' && buffer[end - 2] == '-';
    for (int level = open.size() - 1; level >= 0; level--) {
      var boundary = open.get(level).boundary;
      if (boundary == null) continue;
      boolean closing = false;
      boolean matches = matches(buffer, from + 2, end, boundary);
      if (!matches && dashes) matches = closing = matches(buffer, from + 2, end - 2, boundary);
      if (!matches) continue;
      delimiter(level, closing, to - from);
      return true;
    }
    return false;
  }

  private static boolean isPadding(byte b) {
    return b == '\n' || b == '\r' || b == ' ' || b == '\t';
  }

  private static boolean matches(byte[] buffer, int from, int to, byte[] boundary) {
    return to - from == boundary.length
        && Arrays.equals(buffer, from, to, boundary, 0, boundary.length);
  }

  private void delimiter(int level, boolean closing, int length) {
    // again for the message in a message/rfc822 part that ends here: it has no header line at all
    while (mode == Mode.HEADER) endHeader(position);
    long linesBefore = lineEnd > 0 ? lines - 1 : lines;
    if (level + 1 < open.size()) close(level + 1, position - lineEnd, linesBefore);
    position += length;
    mode = Mode.BODY;
    if (closing) {
      open.get(level).boundary = null;
      delimited--;
      return;
    }
    lines++; // what begins here begins after the delimiter's own line end
    begin(open.get(level).digest ? Role.PART_OF_DIGEST : Role.PART);
    lines--;
  }

  /// Opens an entity at the current position.
  private void begin(Role role) {
    var entity = new OpenEntity(position, role);
    open.add(entity);
    headerLength = 0;
    mode = Mode.HEADER;
    if (++parts < limits.parts() || parts == 1) return;
    entity.fields = PartFields.OPAQUE;
    entity.startBody(position, lines);
    mode = Mode.REST;
    delimited = 0;
  }

  private void endHeader(long end) {
    var entity = open.getLast();
    var headers = HeaderFields.of(Arrays.copyOf(header, headerLength), 0, headerLength, limits);
    form.header(header, headerLength);
    if (open.size() == 1) rootHeaders = headers;
    if (entity.role == Role.CONTENT) open.get(open.size() - 2).envelope = Envelope.of(headers);
    var fields = PartFields.of(headers, entity.role == Role.PART_OF_DIGEST);
    entity.startBody(end, lines);
    entity.fields = fields;
    form.encoding(fields.transferEncoding());
    mode = Mode.BODY;
    boolean multipart = fields.type().equalsIgnoreCase("multipart");
    boolean message = fields.is("message", "rfc822") || fields.is("message", "global");
    if (!multipart && !message) return;
    if (open.size() >= limits.depth() || (message && parts + 1 >= limits.parts())) {
      entity.fields = fields.as("application", "octet-stream");
    } else if (message) {
      entity.message = true;
      begin(Role.CONTENT);
    } else {
      startMultipart(entity, fields);
    }
  }

  private void startMultipart(OpenEntity entity, PartFields fields) {
    var boundary = Parameters.plain(fields.parameters(), "boundary");
    var octets = boundary == null ? new byte[0] : bytes(boundary);
    if (octets.length == 0 || octets.length > MessageLimits.MAX_BOUNDARY_OCTETS) return;
    entity.boundary = octets;
    entity.digest = fields.subtype().equalsIgnoreCase("digest");
    delimited++;
  }

  private static byte[] bytes(String boundary) {
    return boundary.stripTrailing().getBytes(StandardCharsets.UTF_8);
  }

  /// Closes the entities from `level` inwards, at the given end of the outermost of them.
  private BodyPart close(int level, long end, long linesAtEnd) {
    long limit = Math.max(open.get(level).bodyStart, end);
    for (int i = level; i < open.size(); i++) {
      var entity = open.get(i);
      if (entity.boundary != null && delimited > 0) delimited--;
      // the header of a message that ends with its empty line may reach into the boundary's line
      // end
      entity.headerStart = Math.min(entity.headerStart, limit);
      entity.headerEnd = Math.min(entity.bodyStart, limit);
      entity.bodyStart = entity.headerEnd;
      entity.bodyEnd = limit;
      entity.lines = entity.bodyStart == limit ? 0 : Math.max(0, linesAtEnd - entity.linesAtBody);
    }
    BodyPart part = open.removeLast().part(null);
    while (open.size() > level) {
      var parent = open.getLast();
      if (!parent.message) parent.parts.add(part);
      part = open.removeLast().part(part);
    }
    if (!open.isEmpty()) open.getLast().parts.add(part);
    return part;
  }

  /// An entity whose end is not known yet.
  private static final class OpenEntity {
    final Role role;
    long headerStart;
    final List<BodyPart> parts = new ArrayList<>(2);
    @Nullable PartFields fields;

    /// Of the message inside, for `message/rfc822`.
    @Nullable Envelope envelope;

    /// Of a multipart whose closing delimiter has not been seen.
    byte @Nullable [] boundary;

    boolean digest;
    boolean message;
    long headerEnd;
    long bodyStart;
    long bodyEnd;
    long linesAtBody;
    long lines;

    OpenEntity(long start, Role role) {
      this.headerStart = start;
      this.role = role;
    }

    void startBody(long start, long linesBefore) {
      bodyStart = start;
      linesAtBody = linesBefore;
    }

    BodyPart part(@Nullable BodyPart content) {
      var known = fields;
      if (known == null) throw new IllegalStateException("closed before its header ended");
      var headerSpan = new Span(headerStart, headerEnd - headerStart);
      var body = new Span(bodyStart, bodyEnd - bodyStart);
      var inside = envelope;
      if (content != null && inside != null)
        return new BodyPart.Message(known, headerSpan, body, lines, inside, content);
      if (!parts.isEmpty()) return new BodyPart.Multipart(known, headerSpan, body, parts);
      if (known.type().equalsIgnoreCase("multipart")) known = known.as("text", "plain");
      if (known.type().equalsIgnoreCase("text"))
        return new BodyPart.Text(known, headerSpan, body, lines);
      return new BodyPart.Leaf(known, headerSpan, body);
    }
  }
}
