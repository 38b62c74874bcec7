package org.posthorn.domain.content;

import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.TextAppending.Addition;

/// What is appended to the texts of mail from a domain.
public record Disclaimer(DomainName domain, Direction direction, Addition addition) {}
