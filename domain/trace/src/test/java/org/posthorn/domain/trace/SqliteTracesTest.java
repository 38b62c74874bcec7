package org.posthorn.domain.trace;

import org.posthorn.platform.storage.Dialect;

class SqliteTracesTest extends TracesContract {
  SqliteTracesTest() {
    super(Dialect.SQLITE);
  }
}
