package org.posthorn.domain.delivery;

import org.posthorn.platform.storage.Spool;
import org.posthorn.wire.mail.EmailAddress;

/// A copy of a message for somebody who is not among its recipients, such as an archive. It is
/// taken in the transaction of the message, or not at all.
///
/// @param octets as it lies in a mailbox and as it leaves; open until the answer is there
public record CarbonCopy(EmailAddress to, Spool octets) {}
