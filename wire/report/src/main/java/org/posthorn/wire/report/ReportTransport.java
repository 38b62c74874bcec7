package org.posthorn.wire.report;

/// What the way back to the sender can carry. A report that needs more than `SEVEN_BIT` is not sent
/// where 8BITMIME is missing, so who does not know takes that.
public enum ReportTransport {
  /// Every octet is ASCII, unless an address of the header is not.
  SEVEN_BIT,
  /// 8BITMIME (RFC 6152): the original is returned as it is.
  EIGHT_BIT
}
