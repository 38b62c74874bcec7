package org.posthorn.platform.storage;

import java.nio.file.Path;

class PostgresStorageTest extends StorageContract {

  private final StorageConfig.Postgresql database = TestStorage.database();

  @Override
  StorageConfig config(Path folder) {
    return StorageConfig.of(folder, database);
  }
}
