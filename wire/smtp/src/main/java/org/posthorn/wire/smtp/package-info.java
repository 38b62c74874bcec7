/// SMTP, submission and LMTP on the wire: commands, replies, the data of a message. Pure: no I/O,
/// no clock.
@NullMarked
package org.posthorn.wire.smtp;

import org.jspecify.annotations.NullMarked;
