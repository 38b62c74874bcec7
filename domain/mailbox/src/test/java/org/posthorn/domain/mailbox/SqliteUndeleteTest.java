package org.posthorn.domain.mailbox;

import org.posthorn.platform.storage.Dialect;

class SqliteUndeleteTest extends UndeleteContract {
  SqliteUndeleteTest() {
    super(Dialect.SQLITE);
  }
}
