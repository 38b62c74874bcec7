package org.posthorn.wire.mailauth;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.dns.DnsName;

/// What a message's Authenticated Received Chain came to (RFC 8617 §4.4). A pass says that the
/// sealers said what the hops hold; whether to believe them is another question. A fail is as good
/// as no chain.
///
/// @param detail one sentence for logs
/// @param hops oldest first; empty unless the chain passed
public record ArcVerdict(Status status, String detail, List<Hop> hops) {

  /// The words of the tag `cv=`.
  public enum Status {
    NONE,
    PASS,
    FAIL;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// One who handled the message.
  ///
  /// @param sealer `d=` of its seal
  /// @param selector `s=` of its seal
  /// @param results what it found when the message came in; null if that cannot be read
  public record Hop(
      int instance, DnsName sealer, String selector, @Nullable AuthenticationResults results) {}

  public ArcVerdict {
    hops = List.copyOf(hops);
  }

  static ArcVerdict fail(String detail) {
    return new ArcVerdict(Status.FAIL, detail, List.of());
  }
}
