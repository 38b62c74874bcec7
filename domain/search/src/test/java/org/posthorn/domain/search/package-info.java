@NullMarked
package org.posthorn.domain.search;

import org.jspecify.annotations.NullMarked;
