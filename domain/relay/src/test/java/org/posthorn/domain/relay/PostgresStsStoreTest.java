package org.posthorn.domain.relay;

import org.posthorn.platform.storage.Dialect;

class PostgresStsStoreTest extends StsStoreContract {
  PostgresStsStoreTest() {
    super(Dialect.POSTGRESQL);
  }
}
