/// What we have seen of other domains' mail and hosts, counted by the day, so that they can be
/// told: DMARC aggregate reports (RFC 7489 §7.2) and TLS reports (RFC 8460).
@NullMarked
package org.posthorn.domain.feedback;

import org.jspecify.annotations.NullMarked;
