/// The vocabulary of the domain name system: names, the records that mail and chat ask for, and
/// what a question can come to. Pure: who answers is somewhere else.
@NullMarked
package org.posthorn.wire.dns;

import org.jspecify.annotations.NullMarked;
