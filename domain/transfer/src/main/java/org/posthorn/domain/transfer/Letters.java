package org.posthorn.domain.transfer;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.Flags;
import org.posthorn.domain.transfer.OpenFolder.Numbering;
import org.posthorn.platform.storage.Spool;

/// The messages of a folder one after another, where they have no names and are known only by what
/// they say.
interface Letters extends Closeable {

  /// A message that was read whole.
  ///
  /// @param spool with CRLF
  record Letter(String place, Spool spool, Flags flags, Instant date, int uid) {}

  default @Nullable Numbering numbering() {
    return null;
  }

  /// How many there are; 0 when that is not known.
  default long total() {
    return 0;
  }

  /// The next one, whose spool is the caller's then; null at the end. What cannot be read is a
  /// fault, and passed over.
  @Nullable Letter next() throws IOException;

  @Override
  default void close() throws IOException {}
}
