/// Domains, accounts, aliases, credentials, and the audit log of every change to them.
@NullMarked
package org.posthorn.domain.directory;

import org.jspecify.annotations.NullMarked;
