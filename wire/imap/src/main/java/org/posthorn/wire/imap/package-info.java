/// IMAP on the wire: commands, responses, sequence sets, literals. Pure: no I/O, no clock.
@NullMarked
package org.posthorn.wire.imap;

import org.jspecify.annotations.NullMarked;
