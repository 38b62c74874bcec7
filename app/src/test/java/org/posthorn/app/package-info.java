@NullMarked
package org.posthorn.app;

import org.jspecify.annotations.NullMarked;
