/// The full-text index of mail: which emails have this text in them, and which are about these
/// words.
@NullMarked
package org.posthorn.domain.search;

import org.jspecify.annotations.NullMarked;
