package org.posthorn.domain.directory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.DomainName;

/// A domain that is hosted here.
///
/// @param sameAs the domain that this one is merely another name of; its own settings but `enabled`
///   then mean nothing
public record Domain(
    DomainId id,
    DomainName name,
    @Nullable DomainName sameAs,
    DomainSettings settings,
    Instant created)
    implements Audited {}
