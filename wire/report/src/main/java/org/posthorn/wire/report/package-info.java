/// Reports about messages: delivery status, disposition, feedback, and who is told what. Pure:
/// values and bytes, no I/O of its own, no clock.
@NullMarked
package org.posthorn.wire.report;

import org.jspecify.annotations.NullMarked;
