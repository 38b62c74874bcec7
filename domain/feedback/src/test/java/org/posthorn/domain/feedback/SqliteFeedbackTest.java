package org.posthorn.domain.feedback;

import org.posthorn.platform.storage.Dialect;

class SqliteFeedbackTest extends FeedbackContract {
  SqliteFeedbackTest() {
    super(Dialect.SQLITE);
  }
}
