package org.posthorn.domain.feedback;

import org.posthorn.platform.storage.Dialect;

class PostgresReceivedTest extends ReceivedContract {
  PostgresReceivedTest() {
    super(Dialect.POSTGRESQL);
  }
}
