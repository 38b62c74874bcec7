package org.posthorn.domain.queue;

import org.posthorn.platform.storage.PreparedBlob;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.report.WrittenReport;

/// A delivery status notification, written and ready to be delivered with the null reverse-path and
/// `NOTIFY=NEVER` (RFC 3461 §6.1).
///
/// @param to who hears
/// @param messageId of the message that it is about, as its [NewMail] had
/// @param facts for the envelope
public record Report(
    EmailAddress to, String messageId, PreparedBlob message, WrittenReport facts) {}
