package org.posthorn.domain.queue;

import java.time.Duration;
import org.posthorn.wire.smtp.DsnReturn;

/// How the queue behaves on this node.
///
/// @param node its name in leases, the same after a restart and different from that of any other
/// @param perMessage between two tries of a message that was put off by a host
/// @param perDestination between two tries of a destination that cannot be reached
/// @param patience how long, and when the sender hears of a delay
/// @param connections sessions with all destinations together; beside them up to twice as many
///   attempts are made at destinations that are not known to work
/// @param linger how long a session waits for more mail to the same destination
/// @param returned what of a failed message goes back when its sender did not say (RFC 3461 §4.3)
public record QueueConfig(
    String node,
    Backoff perMessage,
    Backoff perDestination,
    Patience patience,
    int connections,
    Duration linger,
    DsnReturn returned) {

  /// RFC 5321 §4.5.4.1: two tries in the first hour, then every two or three hours.
  public static final Backoff PER_MESSAGE = new Backoff(Duration.ofMinutes(5), Duration.ofHours(3));

  /// One connection for all that waits, so it may be asked more often.
  public static final Backoff PER_DESTINATION =
      new Backoff(Duration.ofMinutes(2), Duration.ofHours(1));

  /// How long mail is tried, counted from its release.
  ///
  /// @param expiry RFC 5321 §4.5.4.1: at least 4 to 5 days
  /// @param notice after this the sender hears of the delay, once
  public record Patience(Duration expiry, Duration notice) {
    public static final Patience DEFAULT = new Patience(Duration.ofDays(5), Duration.ofHours(4));

    public Patience {
      if (expiry.toMillis() < 1 || notice.toMillis() < 1)
        throw new IllegalArgumentException("no patience at all");
    }
  }

  public QueueConfig {
    // the characters that mean nothing to LIKE
    if (!node.matches("[A-Za-z0-9.-]{1,64}"))
      throw new IllegalArgumentException("not a node's name: " + node);
    if (connections < 4) throw new IllegalArgumentException("fewer than 4 connections");
    if (linger.isNegative()) throw new IllegalArgumentException("negative time");
  }

  public static QueueConfig of(String node) {
    return new QueueConfig(
        node,
        PER_MESSAGE,
        PER_DESTINATION,
        Patience.DEFAULT,
        200,
        Duration.ofSeconds(3),
        DsnReturn.HDRS);
  }

  public QueueConfig withConnections(int most) {
    return new QueueConfig(node, perMessage, perDestination, patience, most, linger, returned);
  }

  public QueueConfig withPatience(Patience changed) {
    return new QueueConfig(
        node, perMessage, perDestination, changed, connections, linger, returned);
  }

  public QueueConfig withLinger(Duration changed) {
    return new QueueConfig(
        node, perMessage, perDestination, patience, connections, changed, returned);
  }

  public QueueConfig withBackoff(Backoff messages, Backoff destinations) {
    return new QueueConfig(node, messages, destinations, patience, connections, linger, returned);
  }
}
