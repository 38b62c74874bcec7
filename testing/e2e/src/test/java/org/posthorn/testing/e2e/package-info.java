/// The real program, used by the real clients that people use.
@NullMarked
package org.posthorn.testing.e2e;

import org.jspecify.annotations.NullMarked;
