@NullMarked
package org.posthorn.testing.walls.planted.domain.mailbox;

import org.jspecify.annotations.NullMarked;
