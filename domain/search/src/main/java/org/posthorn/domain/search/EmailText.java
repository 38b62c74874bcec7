package org.posthorn.domain.search;

import java.io.IOException;
import org.posthorn.domain.mailbox.EmailFeed.Content;
import org.posthorn.platform.storage.BlobReader;
import org.posthorn.wire.mail.BodyPart;
import org.posthorn.wire.mail.BodyPartCodec;
import org.posthorn.wire.mail.HeaderFields;
import org.posthorn.wire.mail.MessageLimits;
import org.posthorn.wire.mail.MessageSource;
import org.posthorn.wire.mail.MessageText;

/// Gives an email's text to a segment: the very text, by the very code, that a search without index
/// looks at.
final class EmailText {

  /// Characters of an email that are looked at. What is beyond is looked for in the email itself.
  static final long MAX_CHARS = 16L << 20;

  /// A message up to this size is read in one go.
  private static final int SMALL_OCTETS = 1 << 20;

  private final SegmentBuilder builder;

  EmailText(SegmentBuilder builder) {
    this.builder = builder;
  }

  /// Reads all of it, or as much as there is room for.
  void read(Content email, BlobReader bodies) throws IOException {
    builder.begin(email.email().value());
    boolean isWhole = read(source(email, bodies), BodyPartCodec.decode(email.structure()));
    builder.end(!isWhole);
  }

  private static MessageSource source(Content email, BlobReader bodies) {
    var blob = email.blob();
    if (email.size() <= SMALL_OCTETS)
      return MessageSource.of(bodies.bytes(blob, 0, (int) email.size()));
    return span -> bodies.open(blob, span.offset(), span.length());
  }

  private boolean read(MessageSource source, BodyPart root) throws IOException {
    var tokens = new Tokens(builder, MAX_CHARS);
    header(header(source, root), tokens);
    builder.in(Fields.BODY);
    if (!tokens.isFull()) MessageText.readBody(root, source, tokens);
    tokens.gap();
    return !tokens.isFull();
  }

  private static HeaderFields header(MessageSource source, BodyPart root) throws IOException {
    var span = root.header();
    try (var in = source.open(span)) {
      int octets = (int) Math.min(span.length(), MessageLimits.MAX_HEADER_OCTETS);
      return HeaderFields.of(in.readNBytes(octets));
    }
  }

  private void header(HeaderFields header, Tokens tokens) {
    for (var field : header.fields()) {
      tokens.gap();
      builder.in(Fields.OTHER);
      var presence = Fields.presence(field.name());
      if (presence != null && !tokens.whole(presence)) return;
      if (!tokens.text(field.name())) return;
      tokens.gap();
      builder.in(Fields.of(field.name()));
      if (!tokens.text(field.decoded())) return;
    }
    tokens.gap();
  }
}
