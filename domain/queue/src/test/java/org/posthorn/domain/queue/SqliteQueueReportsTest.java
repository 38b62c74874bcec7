package org.posthorn.domain.queue;

import org.posthorn.platform.storage.Dialect;

class SqliteQueueReportsTest extends QueueReportsContract {
  SqliteQueueReportsTest() {
    super(Dialect.SQLITE);
  }
}
