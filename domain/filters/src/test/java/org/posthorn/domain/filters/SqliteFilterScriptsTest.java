package org.posthorn.domain.filters;

import org.posthorn.platform.storage.Dialect;

class SqliteFilterScriptsTest extends FilterScriptsContract {
  SqliteFilterScriptsTest() {
    super(Dialect.SQLITE);
  }
}
