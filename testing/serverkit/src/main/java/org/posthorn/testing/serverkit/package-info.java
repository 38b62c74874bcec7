/// What the tests of servers share: a house with a store and people, and the tests that are the
/// same for every protocol with a login.
@NullMarked
package org.posthorn.testing.serverkit;

import org.jspecify.annotations.NullMarked;
