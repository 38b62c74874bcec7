package org.posthorn.domain.mailbox;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.platform.storage.Dialect;

class SqliteNoticeTest extends NoticeContract {
  SqliteNoticeTest(@TempDir Path folder) {
    super(Dialect.SQLITE, folder);
  }
}
