package org.posthorn.wire.imap;

import org.jspecify.annotations.Nullable;

/// An annotation to be set, or one that is told (RFC 5464 §5).
///
/// @param value absent for `NIL`
@SuppressWarnings("ArrayRecordComponent") // read and dropped, never compared
public record MetadataEntry(String name, byte @Nullable [] value) {

  /// One without a value.
  public static MetadataEntry nil(String name) {
    return new MetadataEntry(name, null);
  }
}
