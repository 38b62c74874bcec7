/// Classes that break the walls, laid out like the program: each wall has to see its own.
@NullMarked
package org.posthorn.testing.walls.planted;

import org.jspecify.annotations.NullMarked;
