package org.posthorn.wire.imap;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One LIST response (RFC 9051 §7.3.1).
///
/// @param childInfo what selected mailboxes below this one, when they are not told themselves
///   (§6.3.9.6)
/// @param oldName what a client asked for, or knew the mailbox by (§6.3.9.7); only for clients that
///   enabled IMAP4rev2 or watch for new names (RFC 5465 §5.4)
public record ListEntry(
    MailboxName mailbox,
    Set<MailboxAttribute> attributes,
    Set<SpecialUse> uses,
    Set<ListSelection> childInfo,
    @Nullable MailboxName oldName) {

  public ListEntry {
    attributes = Set.copyOf(attributes);
    uses = Set.copyOf(uses);
    childInfo = Set.copyOf(childInfo);
  }

  public ListEntry(MailboxName mailbox, Set<MailboxAttribute> attributes, Set<SpecialUse> uses) {
    this(mailbox, attributes, uses, Set.of(), null);
  }
}
