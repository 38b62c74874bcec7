/// Who sent this, by the proofs that mail knows: SPF, DKIM, DMARC, ARC, and the header field that
/// says what they came to. Pure: DNS, time and chance are handed in.
@NullMarked
package org.posthorn.wire.mailauth;

import org.jspecify.annotations.NullMarked;
