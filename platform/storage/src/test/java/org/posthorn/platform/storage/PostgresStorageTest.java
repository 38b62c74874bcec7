package org.posthorn.platform.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.platform.storage.PostgresEngine.Ownership;
import org.posthorn.platform.storage.SqlEngine.Outcome;

class PostgresStorageTest extends StorageContract {

  private final StorageConfig.Postgresql database = TestStorage.database();

  @Override
  StorageConfig config(Path folder) {
    return StorageConfig.of(folder, database);
  }

  @Test
  void lost_connections_are_made_again_and_no_write_is_applied_twice() {
    mail.write(tx -> tx.handle().execute("INSERT INTO note VALUES (0, 'counter', 0)"));
    ids(mail);
    terminateAll();
    assertThat(ids(mail)).containsExactly(0L);
    terminateAll();
    var cut = new boolean[1];
    mail.write(tx -> {
      tx.handle().execute("UPDATE note SET blob = blob + 1");
      if (!cut[0]) {
        cut[0] = true;
        terminateAll();
      }
      return null;
    });
    var counter = "SELECT blob FROM note WHERE id = 0";
    assertThat(
            mail.<Integer>read(tx -> tx.handle().createQuery(counter).mapTo(Integer.class).one()))
        .isEqualTo(1);
  }

  private void terminateAll() {
    try (var connection = new PostgresEngine(database, "p0001", Ownership.SHARED).openReader();
        var statement = connection.createStatement()) {
      statement.execute(
          """
          SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE application_name = 'posthorn p0001' AND pid <> pg_backend_pid()
            AND datname = current_database()\
          """);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void the_outcome_of_a_commit_can_be_asked_for_afterwards() throws SQLException {
    var engine = new PostgresEngine(database, "p0001", Ownership.SHARED);
    try (var session = new Session(engine.openWriter())) {
      var committed = engine.identity(session);
      session.commit();
      assertThat(engine.outcome(committed)).isEqualTo(Outcome.COMMITTED);
      var undone = engine.identity(session);
      session.rollback();
      assertThat(engine.outcome(undone)).isEqualTo(Outcome.UNDONE);
      // still open on the server, as after a cut cable: it is ended there, then it is known
      assertThat(engine.outcome(engine.identity(session))).isEqualTo(Outcome.UNDONE);
    }
  }

  @Test
  void a_partition_has_one_writing_process(@TempDir Path elsewhere) {
    assertThatThrownBy(() -> Storage.open(config(elsewhere), SAMPLE))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("in use by another Posthorn");
  }
}
