package org.posthorn.domain.filters;

import org.posthorn.platform.storage.Dialect;

class PostgresFilterScriptsTest extends FilterScriptsContract {
  PostgresFilterScriptsTest() {
    super(Dialect.POSTGRESQL);
  }
}
