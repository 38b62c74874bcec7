package org.posthorn.wire.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A message for where only lines of text go (see `LineForm`): binary parts are encoded as for a
/// way of eight bits, and headers are written in ASCII where the reader has not said that he
/// understands more (RFC 6856 §2.1, RFC 6858).
///
/// The message is read once to find its parts; the new one is made while it is read. Line ends are
/// left to `DotStuffing`.
public final class LineRendition {

  private LineRendition() {}

  /// What headers may be made of.
  public enum Headers {
    ASCII,
    UTF8
  }

  /// Plans it; the source has to stay there while the outcome is read.
  ///
  /// @param octets the length of the message
  /// @throws IOException of the source
  public static DownConversion.Converted of(MessageSource source, long octets, Headers headers)
      throws IOException {
    BodyPart root;
    try (var message = source.open(new Span(0, octets))) {
      root = MessageParser.parse(message, MessageLimits.ORDINARY).root();
    }
    var spans = new HashSet<Span>();
    collect(root, spans);
    var pieces = pieces(source, octets, root, spans);
    if (headers == Headers.ASCII) pieces.replaceAll(piece -> downgraded(piece, spans));
    return new DownConversion.Converted(source, pieces);
  }

  private static void collect(BodyPart part, Set<Span> headers) {
    if (part.header().length() > 0) headers.add(part.header());
    switch (part) {
      case BodyPart.Multipart multipart ->
          multipart.parts().forEach(inner -> collect(inner, headers));
      case BodyPart.Message message -> collect(message.content(), headers);
      case BodyPart.Text _, BodyPart.Leaf _ -> {}
    }
  }

  private static List<MessagePiece> pieces(
      MessageSource source, long octets, BodyPart root, Set<Span> headers) throws IOException {
    if (hasBinary(root)) {
      try {
        var plan = new ConversionPlan(source, DownConversion.Goal.EIGHT_BIT);
        plan.message(root, octets);
        return plan.pieces();
      } catch (ConversionPlan.Blocked _) {
        // It goes with its line ends completed: there is no better form.
        return apart(octets, headers);
      }
    }
    return apart(octets, headers);
  }

  private static boolean hasBinary(BodyPart part) {
    if (part.fields().transferEncoding().equalsIgnoreCase("binary")) return true;
    return switch (part) {
      case BodyPart.Multipart multipart ->
          multipart.parts().stream().anyMatch(LineRendition::hasBinary);
      case BodyPart.Message message -> hasBinary(message.content());
      case BodyPart.Text _, BodyPart.Leaf _ -> false;
    };
  }

  /// The message as it is, each header a piece of its own.
  private static List<MessagePiece> apart(long octets, Set<Span> headers) {
    var pieces = new ArrayList<MessagePiece>();
    long position = 0;
    var inOrder = headers.stream().sorted((a, b) -> Long.compare(a.offset(), b.offset())).toList();
    for (var header : inOrder) {
      copy(position, header.offset(), pieces);
      copy(header.offset(), header.end(), pieces);
      position = header.end();
    }
    copy(position, octets, pieces);
    return pieces;
  }

  private static void copy(long from, long to, List<MessagePiece> pieces) {
    if (to > from) pieces.add(new MessagePiece.Copy(new Span(from, to - from)));
  }

  /// A header beyond the limit stays as it is.
  private static MessagePiece downgraded(MessagePiece piece, Set<Span> headers) {
    return switch (piece) {
      case MessagePiece.Copy(var span)
          when headers.contains(span) && span.length() <= MessageLimits.MAX_HEADER_OCTETS ->
          new MessagePiece.Downgraded(span);
      case MessagePiece.Text(var latin1) ->
          new MessagePiece.Text(HeaderDowngrade.of(latin1.getBytes(ISO_8859_1)));
      case MessagePiece.Copy _,
          MessagePiece.Masked _,
          MessagePiece.Downgraded _,
          MessagePiece.Encoded _ ->
          piece;
    };
  }
}
