package org.posthorn.domain.mailbox;

import org.jspecify.annotations.Nullable;

/// One mailbox as it stands: its name and the counters that STATUS asks for.
///
/// `modseq` is that of the last change to its messages; UIDs from `recentUid` on were shown to no
/// session yet.
public record Mailbox(
    MailboxId id,
    MailboxPath path,
    @Nullable SpecialUse specialUse,
    long uidValidity,
    int uidNext,
    int recentUid,
    long modseq,
    int messages,
    int unseen,
    int deleted,
    long bytes) {

  Mailbox withUnseen(int other) {
    return new Mailbox(
        id,
        path,
        specialUse,
        uidValidity,
        uidNext,
        recentUid,
        modseq,
        messages,
        other,
        deleted,
        bytes);
  }
}
