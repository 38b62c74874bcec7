package org.posthorn.domain.search;

import org.posthorn.platform.storage.Dialect;

class PostgresSearchIndexTest extends SearchIndexContract {
  PostgresSearchIndexTest() {
    super(Dialect.POSTGRESQL);
  }
}
