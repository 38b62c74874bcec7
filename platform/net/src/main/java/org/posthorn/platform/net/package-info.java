/// Listeners, TLS and connections on virtual threads.
@NullMarked
package org.posthorn.platform.net;

import org.jspecify.annotations.NullMarked;
