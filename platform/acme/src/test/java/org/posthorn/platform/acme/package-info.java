@NullMarked
package org.posthorn.platform.acme;

import org.jspecify.annotations.NullMarked;
