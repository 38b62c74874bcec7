package org.posthorn.domain.relay;

import org.posthorn.platform.storage.Dialect;

class SqliteStsStoreTest extends StsStoreContract {
  SqliteStsStoreTest() {
    super(Dialect.SQLITE);
  }
}
