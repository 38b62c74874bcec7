package org.posthorn.domain.queue;

import org.posthorn.platform.storage.Dialect;

class SqliteQueueTest extends QueueContract {
  SqliteQueueTest() {
    super(Dialect.SQLITE);
  }
}
