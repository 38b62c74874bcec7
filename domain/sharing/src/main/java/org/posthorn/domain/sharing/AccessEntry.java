package org.posthorn.domain.sharing;

import org.posthorn.domain.directory.Rights;

/// What somebody may do with a mailbox.
///
/// @param who an address, or `anyone` for everybody at the domain
public record AccessEntry(String who, Rights rights) {}
