/// Mailboxes, messages, flags, quotas, and what changed since.
@NullMarked
package org.posthorn.domain.mailbox;

import org.jspecify.annotations.NullMarked;
