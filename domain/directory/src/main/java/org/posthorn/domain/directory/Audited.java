package org.posthorn.domain.directory;

/// What the audit log tells of in its own words.
sealed interface Audited permits Account, Alias, Domain, DomainKey, MailingList, SharedMailbox {}
