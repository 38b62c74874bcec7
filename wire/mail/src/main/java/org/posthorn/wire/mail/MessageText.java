package org.posthorn.wire.mail;

import java.io.IOException;
import java.util.List;

/// The text of a message as people read it, for SEARCH BODY and TEXT and for indexes: transfer
/// encodings and charsets undone, in pieces, with a few buffers of memory whatever the message is.
///
/// Text is that of `text/*` parts, of `message/*` parts such as delivery reports, and of the
/// headers of messages inside. Mark-up is not removed. Where an encoding is broken the reading goes
/// on as well as it can.
public final class MessageText {

  private static final int PIECE_OCTETS = 8192;

  private MessageText() {}

  /// Reads the body; false when the sink ended it.
  public static boolean readBody(BodyPart root, MessageSource source, TextSink sink)
      throws IOException {
    return switch (root) {
      case BodyPart.Multipart multipart -> readAll(multipart.parts(), source, sink);
      case BodyPart.Message message -> readMessage(message, source, sink);
      case BodyPart.Text text -> readText(text, source, sink);
      case BodyPart.Leaf leaf ->
          !leaf.fields().type().equalsIgnoreCase("message") || readText(leaf, source, sink);
    };
  }

  /// Reads a header, each field as `Name: value` with its encoded words decoded; false when the
  /// sink ended it.
  public static boolean readHeader(HeaderFields headers, TextSink sink) {
    for (int i = 0; i < headers.size(); i++) {
      sink.gap();
      if (!sink.text(headers.name(i) + ": " + EncodedWords.decode(headers.value(i)))) return false;
    }
    sink.gap();
    return true;
  }

  private static boolean readAll(List<BodyPart> parts, MessageSource source, TextSink sink)
      throws IOException {
    for (var part : parts) if (!readBody(part, source, sink)) return false;
    return true;
  }

  private static boolean readMessage(BodyPart.Message message, MessageSource source, TextSink sink)
      throws IOException {
    var header = message.content().header();
    var octets = Math.min(header.length(), MessageLimits.MAX_HEADER_OCTETS);
    try (var in = source.open(new Span(header.offset(), octets))) {
      if (!readHeader(HeaderFields.of(in.readAllBytes()), sink)) return false;
    }
    return readBody(message.content(), source, sink);
  }

  private static boolean readText(BodyPart part, MessageSource source, TextSink sink)
      throws IOException {
    var fields = part.fields();
    var transfer = TransferDecoder.of(fields.transferEncoding());
    var room = PIECE_OCTETS + TransferDecoder.SLACK;
    var text = new CharsetText(Charsets.named(fields.charset()), room, sink);
    var encoded = new byte[PIECE_OCTETS];
    var decoded = new byte[room];
    sink.gap();
    try (var in = source.open(part.body())) {
      for (int read = in.read(encoded); read >= 0; read = in.read(encoded))
        if (!text.take(decoded, transfer.decode(encoded, read, decoded))) return false;
    }
    if (!text.take(decoded, transfer.finish(decoded)) || !text.finish()) return false;
    sink.gap();
    return true;
  }
}
