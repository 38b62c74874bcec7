/// How mail comes here from another server's files.
@NullMarked
package org.posthorn.domain.transfer;

import org.jspecify.annotations.NullMarked;
