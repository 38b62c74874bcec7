package org.posthorn.domain.queue;

import java.util.EnumSet;
import java.util.Set;
import org.posthorn.domain.relay.OutgoingContent;
import org.posthorn.domain.relay.OutgoingMail.AllTheWay;
import org.posthorn.domain.relay.OutgoingMail.Header;
import org.posthorn.domain.relay.OutgoingMail.Wishes;
import org.posthorn.wire.mail.MessageSource;

/// What of a message decides how it may travel, found out once at acceptance. Each is a bit of a
/// column.
public enum ContentTrait {
  /// An octet above 127 anywhere.
  EIGHT_BIT(1),
  /// An octet above 127 in the header.
  EIGHT_BIT_HEADER(2),
  /// Only BINARYMIME carries it (RFC 3030 §3).
  BINARY(4),
  /// The last line lacks its CRLF.
  OPEN_END(8),
  /// It came with SMTPUTF8 (RFC 6531).
  UTF8_HEADER(16),
  /// It may go only over TLS, from host to host (RFC 8689).
  REQUIRE_TLS(32);

  private final long bit;

  ContentTrait(long bit) {
    this.bit = bit;
  }

  static Set<ContentTrait> of(OutgoingContent content, Wishes wishes) {
    var traits = EnumSet.noneOf(ContentTrait.class);
    if (content.eightBit()) traits.add(EIGHT_BIT);
    if (content.eightBitHeader()) traits.add(EIGHT_BIT_HEADER);
    if (content.binary()) traits.add(BINARY);
    if (!content.endsWithCrLf()) traits.add(OPEN_END);
    if (wishes.header() == Header.UTF_8) traits.add(UTF8_HEADER);
    if (wishes.tls() == AllTheWay.REQUIRETLS) traits.add(REQUIRE_TLS);
    return traits;
  }

  static long bits(Set<ContentTrait> traits) {
    long bits = 0;
    for (var trait : traits) bits |= trait.bit;
    return bits;
  }

  static Set<ContentTrait> ofBits(long bits) {
    var traits = EnumSet.noneOf(ContentTrait.class);
    for (var trait : values()) if ((bits & trait.bit) != 0) traits.add(trait);
    return traits;
  }

  /// The content again, where its octets are now.
  static OutgoingContent content(Set<ContentTrait> traits, MessageSource source, long octets) {
    return new OutgoingContent(
        source,
        octets,
        traits.contains(EIGHT_BIT),
        traits.contains(EIGHT_BIT_HEADER),
        traits.contains(BINARY),
        !traits.contains(OPEN_END));
  }
}
