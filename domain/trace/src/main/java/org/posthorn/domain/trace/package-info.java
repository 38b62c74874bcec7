/// What happened to a message, from the connection that brought it to its last delivery, kept for
/// months.
@NullMarked
package org.posthorn.domain.trace;

import org.jspecify.annotations.NullMarked;
