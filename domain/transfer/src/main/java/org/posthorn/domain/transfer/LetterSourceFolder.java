package org.posthorn.domain.transfer;

import java.io.IOException;
import org.posthorn.domain.mailbox.MailboxPath;

/// A folder whose messages are read as [Letters].
record LetterSourceFolder(String place, MailboxPath path, Opener opener) implements SourceFolder {

  /// Opens the folder.
  @FunctionalInterface
  interface Opener {
    Letters open(Findings findings) throws IOException;
  }

  @Override
  public OpenFolder open(Findings findings) throws IOException {
    return new LetterFolder(opener.open(findings), findings);
  }
}
