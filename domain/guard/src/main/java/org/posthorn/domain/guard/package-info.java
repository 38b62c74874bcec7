/// Verdicts on what comes in, and what vouches for what goes out: each is a function from facts to
/// a sealed verdict with its reasons in words. Knows no session and no mailbox.
@NullMarked
package org.posthorn.domain.guard;

import org.jspecify.annotations.NullMarked;
