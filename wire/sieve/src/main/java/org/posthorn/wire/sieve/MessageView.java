package org.posthorn.wire.sieve;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.BodyPart;
import org.posthorn.wire.mail.HeaderFields;
import org.posthorn.wire.mail.MessageLimits;
import org.posthorn.wire.mail.Span;

/// A part of a message as if it were a message, or the whole of it.
///
/// @param part null when there is no such part any more
record MessageView(SieveMessage message, @Nullable BodyPart part) {

  static MessageView of(SieveMessage message, PartPath path) {
    BodyPart part = message.root();
    for (int step : path.steps()) {
      var children = children(part);
      if (step >= children.size()) return new MessageView(message, null);
      part = children.get(step);
    }
    return new MessageView(message, part);
  }

  static List<BodyPart> children(@Nullable BodyPart part) {
    return switch (part) {
      case null -> List.of();
      case BodyPart.Multipart multipart -> multipart.parts();
      case BodyPart.Message inner -> List.of(inner.content());
      case BodyPart.Text _, BodyPart.Leaf _ -> List.of();
    };
  }

  List<BodyPart> children() {
    return children(part);
  }

  /// The header of the part itself.
  HeaderFields headers() throws IOException {
    return part == null ? HeaderFields.of(new byte[0]) : headers(part);
  }

  HeaderFields headers(BodyPart of) throws IOException {
    boolean isRoot = of.header().equals(message.root().header());
    return isRoot ? message.headers() : HeaderFields.of(octets(of.header()));
  }

  private byte[] octets(Span header) throws IOException {
    var length = Math.min(header.length(), MessageLimits.MAX_HEADER_OCTETS);
    try (var in = message.source().open(new Span(header.offset(), length))) {
      return in.readAllBytes();
    }
  }

  long octets() {
    return part == null ? 0 : part.header().length() + part.body().length();
  }

  /// This part and all in it, depth first.
  List<BodyPart> all() {
    var all = new ArrayList<BodyPart>();
    if (part != null) add(part, all);
    return all;
  }

  private static void add(BodyPart part, List<BodyPart> all) {
    all.add(part);
    for (var child : children(part)) add(child, all);
  }

  String type() {
    return part == null ? "gone" : part.fields().type() + "/" + part.fields().subtype();
  }
}
