package org.posthorn.domain.queue;

import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.AccountId;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.smtp.ReversePath;

/// Where a message comes from.
///
/// @param sender as other hosts are told
/// @param reportTo who hears what became of it: mostly the sender, another when the reverse-path
///   was rewritten; null when nobody is to hear, which `<>` always means
/// @param account who submitted it; null when nobody here did
public record Origin(
    ReversePath sender, @Nullable EmailAddress reportTo, @Nullable AccountId account) {

  public Origin {
    // A report about a report would be the first of many.
    if (sender instanceof ReversePath.Null) reportTo = null;
  }

  /// A message whose reports go back to its sender.
  public static Origin of(ReversePath sender, @Nullable AccountId account) {
    return new Origin(
        sender, sender instanceof ReversePath.Mailbox(var address) ? address : null, account);
  }
}
