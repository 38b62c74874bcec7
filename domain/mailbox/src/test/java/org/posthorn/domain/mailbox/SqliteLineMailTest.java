package org.posthorn.domain.mailbox;

import org.posthorn.platform.storage.Dialect;

class SqliteLineMailTest extends LineMailContract {
  SqliteLineMailTest() {
    super(Dialect.SQLITE);
  }
}
