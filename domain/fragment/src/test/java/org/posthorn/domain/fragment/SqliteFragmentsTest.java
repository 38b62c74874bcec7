package org.posthorn.domain.fragment;

import org.posthorn.platform.storage.Dialect;

class SqliteFragmentsTest extends FragmentsContract {
  SqliteFragmentsTest() {
    super(Dialect.SQLITE);
  }
}
