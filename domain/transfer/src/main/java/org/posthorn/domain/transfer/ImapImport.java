package org.posthorn.domain.transfer;

import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.MailboxPath;

/// Another server's account that mail comes from.
///
/// @param into what its folders are put below; null for nothing
public record ImapImport(ImapPeer peer, ImapLogin login, @Nullable MailboxPath into) {}
