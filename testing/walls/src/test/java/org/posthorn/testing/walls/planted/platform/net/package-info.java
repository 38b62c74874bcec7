@NullMarked
package org.posthorn.testing.walls.planted.platform.net;

import org.jspecify.annotations.NullMarked;
