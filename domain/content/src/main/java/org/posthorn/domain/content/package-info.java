/// What is done to a message on its way, in small steps of which each can say why it did what.
@NullMarked
package org.posthorn.domain.content;

import org.jspecify.annotations.NullMarked;
