package org.posthorn.domain.mailbox;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.platform.storage.Dialect;

class PostgresNoticeTest extends NoticeContract {
  PostgresNoticeTest(@TempDir Path folder) {
    super(Dialect.POSTGRESQL, folder);
  }
}
