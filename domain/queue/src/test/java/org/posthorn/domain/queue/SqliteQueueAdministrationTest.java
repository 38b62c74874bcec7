package org.posthorn.domain.queue;

import org.posthorn.platform.storage.Dialect;

class SqliteQueueAdministrationTest extends QueueAdministrationContract {
  SqliteQueueAdministrationTest() {
    super(Dialect.SQLITE);
  }
}
