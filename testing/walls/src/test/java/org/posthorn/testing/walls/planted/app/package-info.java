@NullMarked
package org.posthorn.testing.walls.planted.app;

import org.jspecify.annotations.NullMarked;
