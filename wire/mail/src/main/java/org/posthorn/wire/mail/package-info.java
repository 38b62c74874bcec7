/// The vocabulary of messages: addresses, header fields, MIME structure, envelopes. Pure: no I/O,
/// no clock.
@NullMarked
package org.posthorn.wire.mail;

import org.jspecify.annotations.NullMarked;
