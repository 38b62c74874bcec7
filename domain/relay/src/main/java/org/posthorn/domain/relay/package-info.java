/// Mail to other hosts: where it goes, how safe the way has to be, and the SMTP and LMTP client
/// that hands it over. When to try, and what to do about failure, is the queue's affair.
@NullMarked
package org.posthorn.domain.relay;

import org.jspecify.annotations.NullMarked;
