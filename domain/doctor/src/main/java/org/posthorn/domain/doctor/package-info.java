/// What is wrong with this installation, as others see it: DNS, certificates, ports. Each check is
/// a function from answers to findings, and each fault names what mends it.
@NullMarked
package org.posthorn.domain.doctor;

import org.jspecify.annotations.NullMarked;
