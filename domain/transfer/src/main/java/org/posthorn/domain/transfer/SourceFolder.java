package org.posthorn.domain.transfer;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.domain.mailbox.SpecialUse;

/// One folder of a [MailSource], before it is looked into.
interface SourceFolder {

  /// What a report calls it.
  String place();

  /// The mailbox that it becomes.
  MailboxPath path();

  default @Nullable SpecialUse use() {
    return null;
  }

  OpenFolder open(Findings findings) throws IOException;
}
