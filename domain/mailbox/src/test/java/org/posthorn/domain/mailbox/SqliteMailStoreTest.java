package org.posthorn.domain.mailbox;

import org.posthorn.platform.storage.Dialect;

class SqliteMailStoreTest extends MailStoreContract {
  SqliteMailStoreTest() {
    super(Dialect.SQLITE);
  }
}
