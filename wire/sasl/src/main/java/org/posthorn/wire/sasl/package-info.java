/// SASL mechanisms, both ends of each exchange. Pure: no I/O, no clock; randomness is handed in.
@NullMarked
package org.posthorn.wire.sasl;

import org.jspecify.annotations.NullMarked;
