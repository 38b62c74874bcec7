@NullMarked
package org.posthorn.testing.walls.planted.wire.mail;

import org.jspecify.annotations.NullMarked;
