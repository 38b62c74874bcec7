/// What people's Sieve scripts make of their mail: where the scripts lie, what they remember, and
/// what comes of running them over a message.
@NullMarked
package org.posthorn.domain.filters;

import org.jspecify.annotations.NullMarked;
