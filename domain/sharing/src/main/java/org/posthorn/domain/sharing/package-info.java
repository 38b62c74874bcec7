/// Whose mailboxes somebody may see beside his own, and what he may do there.
@NullMarked
package org.posthorn.domain.sharing;

import org.jspecify.annotations.NullMarked;
