package org.posthorn.platform.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SqliteStorageTest extends StorageContract {

  @Override
  StorageConfig config(Path folder) {
    return StorageConfig.sqlite(folder);
  }

  @Test
  void a_full_database_refuses_and_goes_on_when_there_is_room() {
    mail.write(tx -> tx.handle().execute("CREATE TABLE big (text TEXT)"));
    mail.write(tx -> pragma(tx, "PRAGMA max_page_count = 60"));
    assertThatThrownBy(() -> mail.write(tx -> tx.handle().execute(BIG)))
        .isInstanceOf(StorageException.Full.class);
    mail.write(tx -> tx.handle().execute("INSERT INTO note VALUES (1, 'fits', NULL)"));
    mail.write(tx -> pragma(tx, "PRAGMA max_page_count = 100000"));
    mail.write(tx -> tx.handle().execute(BIG));
    assertThat(ids(mail)).containsExactly(1L);
  }

  private static final String BIG = "INSERT INTO big VALUES (hex(zeroblob(500000)))";

  private static int pragma(Transaction tx, String text) throws java.sql.SQLException {
    try (var rows = tx.prepare(text).executeQuery()) {
      rows.next();
      return rows.getInt(1);
    }
  }

  @Test
  void the_log_stays_bounded_under_steady_writing() throws IOException {
    mail.write(tx -> tx.handle().execute("CREATE TABLE big (text TEXT)"));
    for (var i = 0; i < 100; i++)
      mail.write(tx -> {
        tx.handle().execute("DELETE FROM big");
        return tx.handle().execute(BIG);
      });
    var log = folder.resolve("partitions/p0001/mail.db-wal");
    assertThat(Files.size(log)).isLessThan(2L * SqliteEngine.LIMIT_FRAMES * 4096);
  }
}
