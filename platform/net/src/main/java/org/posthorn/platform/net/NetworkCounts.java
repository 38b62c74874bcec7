package org.posthorn.platform.net;

import java.util.Map;

/// What the listeners have counted since start, for `status` and metrics.
///
/// @param open connections at this moment
/// @param accepted sessions that were begun
/// @param refused connections turned away, by reason; a reason that never occurred is absent
/// @param badProxyHeaders connections of listed proxies without a proper PROXY header
/// @param failedHandshakes TLS handshakes on accept that failed
/// @param crashedSessions sessions that ended with a bug of ours
/// @param acceptFailures times that accepting failed, as when file descriptors run out
public record NetworkCounts(
    int open,
    long accepted,
    Map<Refusal, Long> refused,
    long badProxyHeaders,
    long failedHandshakes,
    long crashedSessions,
    long acceptFailures) {
  public NetworkCounts {
    refused = Map.copyOf(refused);
  }
}
