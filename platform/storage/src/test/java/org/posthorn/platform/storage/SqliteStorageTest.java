package org.posthorn.platform.storage;

import java.nio.file.Path;

class SqliteStorageTest extends StorageContract {

  @Override
  StorageConfig config(Path folder) {
    return StorageConfig.sqlite(folder);
  }
}
