/// The SMTP, submission and LMTP server: one file per command.
@NullMarked
package org.posthorn.servers.smtp;

import org.jspecify.annotations.NullMarked;
