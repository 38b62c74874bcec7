package org.posthorn.domain.mailbox;

import org.posthorn.platform.storage.Dialect;

class SqliteUpgradeTest extends UpgradeContract {
  SqliteUpgradeTest() {
    super(Dialect.SQLITE);
  }
}
