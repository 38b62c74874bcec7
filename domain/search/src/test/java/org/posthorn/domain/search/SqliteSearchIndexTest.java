package org.posthorn.domain.search;

import org.posthorn.platform.storage.Dialect;

class SqliteSearchIndexTest extends SearchIndexContract {
  SqliteSearchIndexTest() {
    super(Dialect.SQLITE);
  }
}
