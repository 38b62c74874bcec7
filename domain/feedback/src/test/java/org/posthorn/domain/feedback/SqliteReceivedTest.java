package org.posthorn.domain.feedback;

import org.posthorn.platform.storage.Dialect;

class SqliteReceivedTest extends ReceivedContract {
  SqliteReceivedTest() {
    super(Dialect.SQLITE);
  }
}
