package org.posthorn.domain.queue;

import org.posthorn.platform.storage.Dialect;

class PostgresQueueTest extends QueueContract {
  PostgresQueueTest() {
    super(Dialect.POSTGRESQL);
  }
}
