/// The rules that hold between rooms and inside them, checked on the compiled classes of the whole
/// program, and shown to fail on classes that were planted to break them.
@NullMarked
package org.posthorn.testing.walls;

import org.jspecify.annotations.NullMarked;
