@NullMarked
package org.posthorn.testing.walls.planted.servers.smtp;

import org.jspecify.annotations.NullMarked;
