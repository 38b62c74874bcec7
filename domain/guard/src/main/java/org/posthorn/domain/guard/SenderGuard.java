package org.posthorn.domain.guard;

import java.io.IOException;

/// Looks at who sent a message while its client waits for the answer. Any thread may call.
public interface SenderGuard {

  /// The verdict on a message that has come in whole.
  ///
  /// @throws IOException the message cannot be read
  SenderVerdict check(SenderFacts facts) throws IOException;
}
