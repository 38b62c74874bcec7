/// POP3 as a language (RFC 1939 and its extensions): commands are read, responses are written.
@NullMarked
package org.posthorn.wire.pop3;

import org.jspecify.annotations.NullMarked;
