package org.posthorn.platform.storage;

import java.io.IOException;

/// Bytes made ready for a pack on the caller's thread: hashed (SHA-256), cut into frames and
/// compressed. Immutable; may be given to several writes, and kept for many owners in one.
public sealed interface PreparedBlob permits EncodedBlob {

  /// Length in octets before compression.
  long size();

  /// From memory; `bytes` may be changed afterwards.
  static PreparedBlob of(byte[] bytes) {
    return EncodedBlob.of(bytes);
  }

  /// What will be gone in seconds, as a rule: when it is small it is not compressed, since that
  /// costs more than the disk that it saves.
  static PreparedBlob passing(byte[] bytes) {
    return EncodedBlob.passing(bytes);
  }

  /// The same from a spool; see [#of(Spool)].
  static PreparedBlob passing(Spool spool) throws IOException {
    return EncodedBlob.passing(spool);
  }

  /// From a spool, which must stay open until the write has returned. What does not fit in memory
  /// is kept, compressed, in a second file that the spool deletes when it is closed.
  static PreparedBlob of(Spool spool) throws IOException {
    return EncodedBlob.of(spool);
  }
}
