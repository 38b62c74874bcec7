/// Mail for elsewhere: kept from its acceptance until another host has it or its sender knows that
/// none will, tried, put off, reported on, and shown to administrators. How a message is handed
/// over is the relay's affair.
@NullMarked
package org.posthorn.domain.queue;

import org.jspecify.annotations.NullMarked;
