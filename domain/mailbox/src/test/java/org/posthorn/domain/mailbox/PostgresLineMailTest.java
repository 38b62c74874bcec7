package org.posthorn.domain.mailbox;

import org.posthorn.platform.storage.Dialect;

class PostgresLineMailTest extends LineMailContract {
  PostgresLineMailTest() {
    super(Dialect.POSTGRESQL);
  }
}
