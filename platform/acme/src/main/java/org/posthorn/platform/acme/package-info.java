/// Certificates that are ordered from an authority by itself (RFC 8555): the order, the proof that
/// a name is ours, the files, and when it is done again.
@NullMarked
package org.posthorn.platform.acme;

import org.jspecify.annotations.NullMarked;
