package org.posthorn.domain.guard;

import java.io.IOException;
import java.io.InputStream;

/// A message that can be read from its beginning, any number of times: its own header first,
/// without the trace fields of this server.
@FunctionalInterface
public interface MessageSource {

  /// The caller closes it.
  InputStream open() throws IOException;
}
