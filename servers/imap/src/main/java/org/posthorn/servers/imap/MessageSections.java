package org.posthorn.servers.imap;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.MessageRow;
import org.posthorn.wire.imap.FetchAttribute.BodySection;
import org.posthorn.wire.imap.FetchAttribute.Partial;
import org.posthorn.wire.imap.FetchAttribute.Section;
import org.posthorn.wire.imap.FetchAttribute.SectionText;
import org.posthorn.wire.imap.FetchResponse;
import org.posthorn.wire.mail.BodyPart;
import org.posthorn.wire.mail.BodyPartCodec;
import org.posthorn.wire.mail.HeaderFields;
import org.posthorn.wire.mail.MessageLimits;
import org.posthorn.wire.mail.MessageSummary;
import org.posthorn.wire.mail.Preview;
import org.posthorn.wire.mail.Span;

/// The sections of one message (RFC 9051 §6.4.5.1): found by the structure in its row, header
/// fields by the summary, and everything else read from its bytes, with little memory whatever the
/// size. Belongs to one response.
final class MessageSections {

  /// What is larger is not taken into memory.
  private static final int IN_MEMORY_OCTETS = 64 * 1024;

  /// How much of a message is looked at for the end of its header at first.
  private static final int FIRST_HEADER_OCTETS = 16 * 1024;

  private final ImapSession session;
  private final Bodies bodies;
  private final MessageRow row;
  private @Nullable BodyPart structure;
  private @Nullable MessageSummary summary;

  MessageSections(ImapSession session, Bodies bodies, MessageRow row) {
    this.session = session;
    this.bodies = bodies;
    this.row = row;
  }

  MessageRow row() {
    return row;
  }

  /// Whether header fields of the message itself are asked for, which its summary may know.
  static boolean usesSummary(BodySection attribute) {
    var section = attribute.section();
    return section.text() == SectionText.HEADER_FIELDS && section.part().isEmpty();
  }

  /// Whether more must be known than where the message begins and ends.
  static boolean usesStructure(BodySection attribute) {
    var section = attribute.section();
    return switch (section.text()) {
      case EVERYTHING, HEADER_FIELDS, HEADER_FIELDS_NOT -> !section.part().isEmpty();
      case HEADER, TEXT, MIME -> true;
    };
  }

  MessageSummary summary() {
    var known = summary;
    if (known != null) return known;
    var encoded = row.summary();
    if (encoded == null) throw new IllegalStateException("a row without summary");
    known = MessageSummary.decode(encoded);
    summary = known;
    return known;
  }

  BodyPart structure() {
    var known = structure;
    if (known != null) return known;
    var encoded = row.structure();
    if (encoded == null) throw new IllegalStateException("a row without structure");
    known = BodyPartCodec.decode(encoded);
    structure = known;
    return known;
  }

  void write(FetchResponse response, Section section, @Nullable Partial partial)
      throws IOException {
    boolean fields =
        section.text() == SectionText.HEADER_FIELDS
            || section.text() == SectionText.HEADER_FIELDS_NOT;
    if (fields) {
      var lines = headerFields(section);
      if (lines == null) response.nil();
      else response.octets(part(withoutNul(lines), partial));
      return;
    }
    var span = span(section);
    if (span == null) response.nil();
    else write(response, clipped(span, partial));
  }

  private void write(FetchResponse response, Span span) throws IOException {
    if (span.length() <= IN_MEMORY_OCTETS) {
      response.octets(withoutNul(bytes(span)));
      return;
    }
    response.literal(span.length());
    try (var in = new WithoutNul(open(span))) {
      session.wire().stream(in, span.length());
    }
  }

  /// RFC 8970: the first words.
  String preview() throws IOException {
    return Preview.of(structure(), this::open);
  }

  /// Octets as they are stored.
  record Excerpt(long length, Supplier<InputStream> source) {}

  /// A section for others than FETCH: a message that is made of it, or a URL that names it. Absent
  /// where the message has no such section.
  @Nullable Excerpt excerpt(Section section, @Nullable Partial partial) {
    boolean fields =
        section.text() == SectionText.HEADER_FIELDS
            || section.text() == SectionText.HEADER_FIELDS_NOT;
    if (fields) {
      var lines = headerFields(section);
      if (lines == null) return null;
      var octets = part(lines, partial);
      return new Excerpt(octets.length, () -> new ByteArrayInputStream(octets));
    }
    var span = span(section);
    if (span == null) return null;
    var clipped = clipped(span, partial);
    return new Excerpt(clipped.length(), () -> open(clipped));
  }

  private @Nullable Span span(Section section) {
    if (section.part().isEmpty())
      return switch (section.text()) {
        case EVERYTHING -> new Span(0, row.size());
        case HEADER -> structure().header();
        case TEXT -> structure().body();
        case MIME, HEADER_FIELDS, HEADER_FIELDS_NOT -> null;
      };
    var part = PartPath.find(structure(), section.part());
    if (part == null) return null;
    return switch (section.text()) {
      case EVERYTHING -> part.body();
      case MIME -> part.header();
      case HEADER -> part instanceof BodyPart.Message inner ? inner.content().header() : null;
      case TEXT -> part instanceof BodyPart.Message inner ? inner.content().body() : null;
      case HEADER_FIELDS, HEADER_FIELDS_NOT -> null;
    };
  }

  private byte @Nullable [] headerFields(Section section) {
    var names = new HashSet<>(section.headerFields());
    if (section.part().isEmpty()) {
      if (section.text() == SectionText.HEADER_FIELDS && summary().covers(names))
        return summary().headerFields(names);
      return select(HeaderFields.of(ownHeader()), section, names);
    }
    if (!(PartPath.find(structure(), section.part()) instanceof BodyPart.Message inner))
      return null;
    var header = inner.content().header();
    long octets = Math.min(header.length(), MessageLimits.MAX_HEADER_OCTETS);
    return select(HeaderFields.of(bytes(new Span(header.offset(), octets))), section, names);
  }

  private static byte[] select(HeaderFields header, Section section, Set<String> names) {
    return section.text() == SectionText.HEADER_FIELDS
        ? header.select(names)
        : header.selectNot(names);
  }

  /// The beginning of the message, its header and perhaps more.
  private byte[] ownHeader() {
    var start = bytes(new Span(0, Math.min(row.size(), FIRST_HEADER_OCTETS)));
    boolean whole =
        start.length == row.size() || HeaderFields.of(start).bytes().length < start.length;
    if (whole) return start;
    return bytes(new Span(0, Math.min(row.size(), MessageLimits.MAX_HEADER_OCTETS)));
  }

  private byte[] bytes(Span span) {
    return bodies.bytes(row, span);
  }

  private InputStream open(Span span) {
    return bodies.open(row, span);
  }

  /// `BINARY` (RFC 3516): a part without its transfer encoding, an empty path for the message.
  ///
  /// @throws CommandRejected when nobody knows the encoding
  BinarySection binary(List<Integer> path) throws CommandRejected {
    if (path.isEmpty()) return whole(new Span(0, row.size()), "binary");
    var part = PartPath.find(structure(), path);
    if (part == null) return whole(new Span(0, 0), "binary");
    return whole(part.body(), part.fields().transferEncoding());
  }

  private BinarySection whole(Span span, String encoding) throws CommandRejected {
    return new BinarySection(session.wire(), () -> open(span), encoding);
  }

  private static Span clipped(Span span, @Nullable Partial partial) {
    if (partial == null) return span;
    long from = Math.min(partial.offset(), span.length());
    long length = Math.min(partial.length(), span.length() - from);
    return new Span(span.offset() + from, length);
  }

  private static byte[] part(byte[] all, @Nullable Partial partial) {
    var span = clipped(new Span(0, all.length), partial);
    if (span.length() == all.length) return all;
    return java.util.Arrays.copyOfRange(all, (int) span.offset(), (int) span.end());
  }

  // COMPAT(RFC 3501 §9, 2026-11): no string outside of BINARY may hold NUL, so it goes out as 0x80,
  // as Dovecot and Cyrus do it.
  private static byte[] withoutNul(byte[] octets) {
    for (int i = 0; i < octets.length; i++) if (octets[i] == 0) octets[i] = (byte) 0x80;
    return octets;
  }

  static InputStream withoutNul(InputStream in) {
    return new WithoutNul(in);
  }

  private static final class WithoutNul extends FilterInputStream {
    WithoutNul(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = super.read(target, offset, length);
      for (int i = offset; i < offset + read; i++) if (target[i] == 0) target[i] = (byte) 0x80;
      return read;
    }
  }
}
