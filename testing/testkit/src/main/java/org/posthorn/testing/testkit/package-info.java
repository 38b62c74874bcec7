/// What every room's tests share: the transcript engine, fakes, a manual clock.
@NullMarked
package org.posthorn.testing.testkit;

import org.jspecify.annotations.NullMarked;
