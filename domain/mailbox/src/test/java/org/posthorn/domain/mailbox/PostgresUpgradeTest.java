package org.posthorn.domain.mailbox;

import org.posthorn.platform.storage.Dialect;

class PostgresUpgradeTest extends UpgradeContract {
  PostgresUpgradeTest() {
    super(Dialect.POSTGRESQL);
  }
}
