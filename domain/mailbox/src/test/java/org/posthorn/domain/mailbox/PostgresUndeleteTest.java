package org.posthorn.domain.mailbox;

import org.posthorn.platform.storage.Dialect;

class PostgresUndeleteTest extends UndeleteContract {
  PostgresUndeleteTest() {
    super(Dialect.POSTGRESQL);
  }
}
