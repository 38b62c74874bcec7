package org.posthorn.platform.storage;

/// Bytes made ready for a pack on the caller's thread: hashed (SHA-256) and compressed.
public interface PreparedBlob {

  /// Length in octets before compression.
  long size();
}
