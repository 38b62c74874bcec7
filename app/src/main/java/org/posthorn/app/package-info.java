/// The program: wiring, configuration and the command line.
@NullMarked
package org.posthorn.app;

import org.jspecify.annotations.NullMarked;
