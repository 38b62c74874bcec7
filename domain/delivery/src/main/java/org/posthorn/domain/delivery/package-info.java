/// What happens to a message that was handed to us: who gets it, who does not, and why.
@NullMarked
package org.posthorn.domain.delivery;

import org.jspecify.annotations.NullMarked;
