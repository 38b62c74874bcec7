package org.posthorn.domain.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.platform.storage.Dialect;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.Schemas;
import org.posthorn.platform.storage.Sql;
import org.posthorn.platform.storage.Storage;
import org.posthorn.platform.storage.TestStorage;

/// What every command asks must not read a whole mailbox, which may have a million messages.
class PlansTest {

  @TempDir private Path folder;

  @Test
  void what_changed_in_a_mailbox_is_found_by_modification_sequence() throws IOException {
    var schemas = new Schemas(List.of(), List.of(MailStore.SCHEMA));
    try (var storage = Storage.open(TestStorage.config(Dialect.SQLITE, folder), schemas)) {
      storage.createPartition();
      for (var sql : List.of(MessageRows.CHANGED, MessageRows.VANISHED, OwnSeen.CHANGED)) {
        var plan =
            storage
                .partition(new PartitionId(1))
                .read(tx -> Sql.all(tx, row -> row.getString(4), "EXPLAIN QUERY PLAN " + sql));
        assertThat(plan)
            .as(sql)
            .filteredOn(step -> step.startsWith("SEARCH"))
            .isNotEmpty()
            .first()
            .asString()
            .contains("modseq>?");
      }
    }
  }
}
