@NullMarked
package org.posthorn.servers.imap;

import org.jspecify.annotations.NullMarked;
