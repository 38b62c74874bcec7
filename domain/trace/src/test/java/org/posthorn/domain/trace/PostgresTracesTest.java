package org.posthorn.domain.trace;

import org.posthorn.platform.storage.Dialect;

class PostgresTracesTest extends TracesContract {
  PostgresTracesTest() {
    super(Dialect.POSTGRESQL);
  }
}
