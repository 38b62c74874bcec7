package org.posthorn.domain.queue;

import org.posthorn.platform.storage.Dialect;

class PostgresQueueReportsTest extends QueueReportsContract {
  PostgresQueueReportsTest() {
    super(Dialect.POSTGRESQL);
  }
}
