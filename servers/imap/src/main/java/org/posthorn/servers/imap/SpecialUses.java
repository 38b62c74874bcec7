package org.posthorn.servers.imap;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.Mailbox;
import org.posthorn.wire.imap.SpecialUse;

/// The special uses of RFC 6154 in the words of the wire and of the mailboxes.
final class SpecialUses {

  private SpecialUses() {}

  /// Absent for those that are searches and not places.
  static org.posthorn.domain.mailbox.@Nullable SpecialUse domain(SpecialUse use) {
    return switch (use) {
      case ARCHIVE -> org.posthorn.domain.mailbox.SpecialUse.ARCHIVE;
      case DRAFTS -> org.posthorn.domain.mailbox.SpecialUse.DRAFTS;
      case IMPORTANT -> org.posthorn.domain.mailbox.SpecialUse.IMPORTANT;
      case JUNK -> org.posthorn.domain.mailbox.SpecialUse.JUNK;
      case SENT -> org.posthorn.domain.mailbox.SpecialUse.SENT;
      case TRASH -> org.posthorn.domain.mailbox.SpecialUse.TRASH;
      case ALL, FLAGGED -> null;
    };
  }

  static Set<SpecialUse> of(Mailbox mailbox) {
    var use = mailbox.specialUse();
    if (use == null) return Set.of();
    return switch (use) {
      case ARCHIVE -> Set.of(SpecialUse.ARCHIVE);
      case DRAFTS -> Set.of(SpecialUse.DRAFTS);
      case FLAGGED -> Set.of(SpecialUse.FLAGGED);
      case IMPORTANT -> Set.of(SpecialUse.IMPORTANT);
      case JUNK -> Set.of(SpecialUse.JUNK);
      case SENT -> Set.of(SpecialUse.SENT);
      case TRASH -> Set.of(SpecialUse.TRASH);
    };
  }
}
