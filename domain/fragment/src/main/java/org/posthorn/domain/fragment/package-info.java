/// Parts of messages that were split (`message/partial`), kept until the others have come or nobody
/// waits for them any longer.
@NullMarked
package org.posthorn.domain.fragment;

import org.jspecify.annotations.NullMarked;
