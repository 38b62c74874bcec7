@NullMarked
package org.posthorn.platform.dns;

import org.jspecify.annotations.NullMarked;
