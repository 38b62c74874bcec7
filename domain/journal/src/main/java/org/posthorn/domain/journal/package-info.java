/// Copies of mail for an archive: whose, and what they look like.
@NullMarked
package org.posthorn.domain.journal;

import org.jspecify.annotations.NullMarked;
