/// The IMAP server: one file per command.
@NullMarked
package org.posthorn.servers.imap;

import org.jspecify.annotations.NullMarked;
