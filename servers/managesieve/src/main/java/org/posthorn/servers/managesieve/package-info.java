/// The ManageSieve server (RFC 5804).
@NullMarked
package org.posthorn.servers.managesieve;

import org.jspecify.annotations.NullMarked;
