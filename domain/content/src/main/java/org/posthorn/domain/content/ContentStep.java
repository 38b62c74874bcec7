package org.posthorn.domain.content;

import java.io.IOException;

/// One thing that may be done to a message: a function of the facts, without any effect of its own.
@FunctionalInterface
interface ContentStep {

  /// What it does to this message, and why.
  ///
  /// @throws IOException the message cannot be read
  ContentFacts.Outcome look(ContentFacts facts) throws IOException;
}
