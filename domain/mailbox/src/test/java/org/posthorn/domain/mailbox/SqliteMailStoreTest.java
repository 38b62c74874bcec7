package org.posthorn.domain.mailbox;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.platform.storage.Schemas;
import org.posthorn.platform.storage.Storage;
import org.posthorn.platform.storage.StorageConfig;

class SqliteMailStoreTest extends MailStoreContract {

  @TempDir Path folder;

  @Override
  Storage open() {
    return Storage.open(
        StorageConfig.sqlite(folder).withDurability(StorageConfig.Durability.UNSYNCED),
        new Schemas(List.of(), List.of(MailStore.SCHEMA)));
  }
}
