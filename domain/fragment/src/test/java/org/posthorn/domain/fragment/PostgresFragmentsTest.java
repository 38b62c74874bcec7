package org.posthorn.domain.fragment;

import org.posthorn.platform.storage.Dialect;

class PostgresFragmentsTest extends FragmentsContract {
  PostgresFragmentsTest() {
    super(Dialect.POSTGRESQL);
  }
}
