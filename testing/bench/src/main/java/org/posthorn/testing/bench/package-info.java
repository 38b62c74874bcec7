/// Load generators and micro-benchmarks.
@NullMarked
package org.posthorn.testing.bench;

import org.jspecify.annotations.NullMarked;
