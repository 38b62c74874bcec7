/// POP3: sessions and commands.
@NullMarked
package org.posthorn.servers.pop3;

import org.jspecify.annotations.NullMarked;
