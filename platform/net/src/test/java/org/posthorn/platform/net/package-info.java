@NullMarked
package org.posthorn.platform.net;

import org.jspecify.annotations.NullMarked;
