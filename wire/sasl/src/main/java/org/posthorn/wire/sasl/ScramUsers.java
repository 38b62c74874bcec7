package org.posthorn.wire.sasl;

import org.jspecify.annotations.Nullable;

/// Where a SCRAM server finds the keys of a user.
@FunctionalInterface
public interface ScramUsers {

  /// The keys of this user for this hash.
  ///
  /// @param name prepared (`Prepared.name`), letter case as the client sent it
  /// @return null when there is no such user or he has no such keys; the exchange then goes on with
  ///   made-up keys, so that the client learns nothing, and fails at its end
  @Nullable ScramKeys keysOf(String name, ScramHash hash);
}
