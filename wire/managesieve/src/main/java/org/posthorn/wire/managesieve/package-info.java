/// ManageSieve (RFC 5804): what a client's command says, and how an answer is written.
@NullMarked
package org.posthorn.wire.managesieve;

import org.jspecify.annotations.NullMarked;
