package org.posthorn.domain.queue;

import org.posthorn.platform.storage.Dialect;

class PostgresQueueLeasesTest extends QueueLeasesContract {
  PostgresQueueLeasesTest() {
    super(Dialect.POSTGRESQL);
  }
}
