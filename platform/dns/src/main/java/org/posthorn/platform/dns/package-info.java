/// The resolver: asks the name servers of this machine or network, remembers what they said, and
/// tells the ways apart in which they can fail.
@NullMarked
package org.posthorn.platform.dns;

import org.jspecify.annotations.NullMarked;
