@NullMarked
package org.posthorn.domain.doctor;

import org.jspecify.annotations.NullMarked;
