package org.posthorn.domain.feedback;

import org.posthorn.platform.storage.Dialect;

class PostgresFeedbackTest extends FeedbackContract {
  PostgresFeedbackTest() {
    super(Dialect.POSTGRESQL);
  }
}
