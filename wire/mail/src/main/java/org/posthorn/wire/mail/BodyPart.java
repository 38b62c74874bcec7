package org.posthorn.wire.mail;

import java.util.List;

/// One MIME entity of a message, with where it stands in the message's bytes, so that a section is
/// a range.
///
/// The tree of a whole message is what BODYSTRUCTURE prints (RFC 9051 §7.5.2) and what FETCH
/// BODY[1.2] walks.
public sealed interface BodyPart {

  /// The content header fields of this part.
  PartFields fields();

  /// The part's own header, the empty line that ends it included.
  Span header();

  /// The part's body as it stands, still encoded.
  Span body();

  /// `multipart/*` with its parts in order; never empty (RFC 9051 wants one body part at least, and
  /// broken ones are described as a single leaf).
  record Multipart(PartFields fields, Span header, Span body, List<BodyPart> parts)
      implements BodyPart {
    public Multipart {
      parts = List.copyOf(parts);
    }
  }

  /// `message/rfc822` or `message/global`: the message inside, and the number of lines of its text.
  record Message(
      PartFields fields, Span header, Span body, long lines, Envelope envelope, BodyPart content)
      implements BodyPart {}

  /// `text/*`, with its number of lines.
  record Text(PartFields fields, Span header, Span body, long lines) implements BodyPart {}

  /// Everything else.
  record Leaf(PartFields fields, Span header, Span body) implements BodyPart {}
}
