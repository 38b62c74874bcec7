package org.posthorn.wire.dns;

import java.time.Duration;
import java.util.List;

/// What a question came to. Who asks has to tell these apart: a name that does not exist is an
/// answer, a server that fails is none.
///
/// @param <R> what was asked for
public sealed interface Lookup<R> {

  /// There are records, at least one.
  ///
  /// @param canonical the name that has them: the one asked for, or the end of its aliases
  /// @param isAuthentic whether DNSSEC vouches for all of it, aliases included
  /// @param ttl for how long they may be remembered
  record Found<R>(List<R> records, DnsName canonical, boolean isAuthentic, Duration ttl)
      implements Lookup<R> {
    public Found {
      records = List.copyOf(records);
      if (records.isEmpty()) throw new IllegalArgumentException("found, but no record");
    }
  }

  /// The name does not exist (NXDOMAIN).
  record NoSuchName<R>(boolean isAuthentic) implements Lookup<R> {}

  /// The name exists and has no record of this type.
  record NoSuchRecord<R>(boolean isAuthentic) implements Lookup<R> {}

  /// Nobody knows: ask again later.
  record Failed<R>(Failure failure, String detail) implements Lookup<R> {}

  /// Why nobody knows.
  enum Failure {
    /// No server answered in time.
    TIMEOUT,
    /// The server said that it failed (SERVFAIL).
    SERVER_FAILED,
    /// The server does not want to answer (REFUSED, NOTIMP).
    REFUSED,
    /// The server answers other questions but not those of this type: home routers do that.
    TYPE_DROPPED,
    /// The signatures are wrong: somebody lies, or somebody forgot to sign.
    BOGUS,
    /// The answer makes no sense: malformed, or aliases in a circle.
    MALFORMED
  }

  /// The records, or none, whatever the reason.
  default List<R> records() {
    return switch (this) {
      case Found<R> found -> found.records();
      case NoSuchName<R> _, NoSuchRecord<R> _, Failed<R> _ -> List.of();
    };
  }
}
