package org.posthorn.domain.mailbox;

import org.posthorn.platform.storage.Dialect;

class PostgresMailStoreTest extends MailStoreContract {
  PostgresMailStoreTest() {
    super(Dialect.POSTGRESQL);
  }
}
