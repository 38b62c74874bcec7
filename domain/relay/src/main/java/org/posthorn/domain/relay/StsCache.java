package org.posthorn.domain.relay;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.dns.DnsName;

/// Where policies are kept until their time is over (RFC 8461 §5.1). Any thread may ask. One that
/// survives a restart is better: what is forgotten can be suppressed by somebody on the way.
public interface StsCache {

  /// The policy of a domain, however old; null when there is none.
  @Nullable Entry find(DnsName domain);

  void put(DnsName domain, Entry entry);

  /// A policy as it was fetched.
  ///
  /// @param id of the record that announced it
  record Entry(StsPolicy policy, String id, Instant fetched) {

    /// Whether it counts.
    public boolean isValid(Instant now) {
      return now.isBefore(fetched.plus(policy.maxAge()));
    }
  }
}
