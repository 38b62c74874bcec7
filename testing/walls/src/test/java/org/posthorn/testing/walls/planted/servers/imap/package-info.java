@NullMarked
package org.posthorn.testing.walls.planted.servers.imap;

import org.jspecify.annotations.NullMarked;
