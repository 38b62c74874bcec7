package org.posthorn.wire.mail;

/// How much structure of one message is looked at. Beyond a limit a message is still read and
/// described, with less detail: the rest of it is one opaque part.
///
/// @param parts MIME entities, the message itself included
/// @param depth multiparts and messages within each other
/// @param headerOctets octets of one header whose fields are looked at; its span is exact all the
///   same
/// @param headerFields fields of one header that are found by name
public record MessageLimits(int parts, int depth, int headerOctets, int headerFields) {

  public static final int MAX_PARTS = 1_000;
  public static final int MAX_DEPTH = 100;
  public static final int MAX_HEADER_OCTETS = 1 << 20;
  public static final int MAX_HEADER_FIELDS = 10_000;

  /// A boundary of more octets is not looked for (RFC 2046 §5.1.1 has 70).
  public static final int MAX_BOUNDARY_OCTETS = 255;

  /// Addresses of one field that an envelope holds.
  public static final int MAX_ADDRESSES = 10_000;

  /// Message-ids of one field.
  public static final int MAX_MESSAGE_IDS = 1_000;

  /// Parameters of one Content-Type or Content-Disposition field.
  public static final int MAX_PARAMETERS = 200;

  public static final MessageLimits ORDINARY =
      new MessageLimits(MAX_PARTS, MAX_DEPTH, MAX_HEADER_OCTETS, MAX_HEADER_FIELDS);

  public MessageLimits {
    if (parts < 1 || depth < 1 || headerOctets < 1 || headerFields < 1)
      throw new IllegalArgumentException("limits are positive");
  }
}
