package org.posthorn.domain.search;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.EmailFeed.Content;
import org.posthorn.platform.storage.BlobReader;
import org.posthorn.wire.mail.BodyPart;
import org.posthorn.wire.mail.BodyPartCodec;
import org.posthorn.wire.mail.HeaderFields;
import org.posthorn.wire.mail.MessageLimits;
import org.posthorn.wire.mail.MessageSource;
import org.posthorn.wire.mail.MessageText;
import org.posthorn.wire.mail.TransferEncoding;

/// Gives an email's text to a segment: the very text, by the very code, that a search without index
/// looks at.
final class EmailText {

  /// Characters of an email that are looked at. What is beyond is looked for in the email itself.
  static final long MAX_CHARS = 16L << 20;

  /// A message up to this size is read in one go.
  private static final int SMALL_OCTETS = 1 << 20;

  /// Attachments of an email whose text is got.
  private static final int MAX_ATTACHMENTS = 50;

  private final SegmentBuilder builder;
  private final @Nullable Attachments attachments;
  private int attachmentsLeft = MAX_ATTACHMENTS;

  /// @param attachments null: they are not looked at
  EmailText(SegmentBuilder builder, @Nullable Attachments attachments) {
    this.builder = builder;
    this.attachments = attachments;
  }

  /// Reads all of it, or as much as there is room for.
  void read(Content email, BlobReader bodies) throws IOException {
    builder.begin(email.email().value());
    var source = source(email, bodies);
    var root = BodyPartCodec.decode(email.structure());
    boolean isWhole = read(source, root);
    // they are for ranking only, so they may take what room is left
    if (attachments != null) readAttachments(root, source, attachments);
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

  private void readAttachments(BodyPart part, MessageSource source, Attachments readers)
      throws IOException {
    switch (part) {
      case BodyPart.Multipart(var _, var _, var _, var parts) -> {
        for (var inner : parts) readAttachments(inner, source, readers);
      }
      case BodyPart.Message message -> readAttachments(message.content(), source, readers);
      case BodyPart.Text _ -> {}
      case BodyPart.Leaf leaf -> {
        var format = AttachmentFormat.of(leaf.fields());
        if (format != null && attachmentsLeft-- > 0) readAttachment(leaf, format, source, readers);
      }
    }
  }

  private void readAttachment(
      BodyPart.Leaf leaf, AttachmentFormat format, MessageSource source, Attachments readers)
      throws IOException {
    byte[] octets;
    try (var in =
        TransferEncoding.decode(leaf.fields().transferEncoding(), source.open(leaf.body()))) {
      octets = in.readNBytes(Attachments.MAX_OCTETS + 1);
    }
    builder.in(Fields.ATTACHMENT);
    var tokens = new Tokens(builder, AttachmentText.MAX_CHARS);
    tokens.text(readers.text(format, octets));
    tokens.gap();
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
