package org.posthorn.domain.queue;

import org.posthorn.platform.storage.Dialect;

class PostgresQueueAdministrationTest extends QueueAdministrationContract {
  PostgresQueueAdministrationTest() {
    super(Dialect.POSTGRESQL);
  }
}
