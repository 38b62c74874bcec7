@NullMarked
package org.posthorn.servers.managesieve;

import org.jspecify.annotations.NullMarked;
