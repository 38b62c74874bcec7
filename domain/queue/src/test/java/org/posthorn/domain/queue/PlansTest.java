package org.posthorn.domain.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.posthorn.domain.queue.PostOffice.FIRST;
import static org.posthorn.domain.queue.PostOffice.parcel;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.posthorn.platform.storage.Dialect;
import org.posthorn.platform.storage.Transaction;

/// What only waits costs nothing: the questions that are asked all the time go by an index, also
/// with many entries.
class PlansTest {

  private final PostOffice office = new PostOffice(Dialect.SQLITE);

  @AfterEach
  void close() {
    office.close();
  }

  private List<String> plan(String sql) {
    return office.partition().read(tx -> plan(tx, sql));
  }

  private static List<String> plan(Transaction tx, String sql) throws SQLException {
    var lines = new ArrayList<String>();
    try (var rows = tx.prepare("EXPLAIN QUERY PLAN " + sql).executeQuery()) {
      while (rows.next()) lines.add(rows.getString("detail"));
    }
    return lines;
  }

  @Test
  void every_question_that_is_asked_often_goes_by_an_index() {
    var asked = EntryRows.often(Dialect.SQLITE);
    assertThat(asked).hasSize(8);
    for (var sql : asked)
      assertThat(plan(sql))
          .as(sql)
          .isNotEmpty()
          .noneMatch(line ->
              line.matches("SCAN queue_entry") || line.contains("TEMP B-TREE FOR ORDER BY"));
  }

  @Test
  void what_is_due_is_counted_from_the_index_alone() {
    assertThat(plan(GateRows.often(Dialect.SQLITE)))
        .anyMatch(line -> line.contains("queue_entry USING COVERING INDEX queue_due"));
  }

  @Test
  void of_a_hundred_thousand_entries_one_destination_is_told_and_a_batch_is_leased() {
    var all = parcel("a.test", "x@a.test");
    for (int i = 0; i < 100; i++) {
      var mail = office.mail("m" + i + "\r\n", all);
      office
          .partition()
          .write(
              List.of(mail.blob()),
              tx -> {
                for (int j = 0; j < 1000; j++) office.mailQueue().accept(tx, FIRST, mail);
                return null;
              });
    }
    var waiting = office.partition().read(tx -> GateRows.overview(tx, 10));
    assertThat(waiting).hasSize(1);
    var now = office.clock.instant();
    var claim = new EntryRows.Claim("here/x", now, now.plus(Leases.LENGTH), 32);
    var leased = office.partition().write(tx -> EntryRows.lease(tx, FIRST, "a.test", claim));
    assertThat(leased).hasSize(32);
  }
}
