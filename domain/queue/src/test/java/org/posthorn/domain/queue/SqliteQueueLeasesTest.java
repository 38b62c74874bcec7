package org.posthorn.domain.queue;

import org.posthorn.platform.storage.Dialect;

class SqliteQueueLeasesTest extends QueueLeasesContract {
  SqliteQueueLeasesTest() {
    super(Dialect.SQLITE);
  }
}
