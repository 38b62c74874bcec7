package org.posthorn.testing.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The crash test of the queue finds what it is there to find.
class QueueCrashLedgerTest {
  private static final String NORTH = "romeo@north.test";
  private static final String SOUTH = "nurse@south.test";

  private final QueueCrashLedger ledger = new QueueCrashLedger();

  @BeforeEach
  void handIn() {
    ledger.sending(1, List.of(NORTH, SOUTH));
  }

  private static String message() {
    return new String(CrashMail.message(1), US_ASCII);
  }

  private QueueCrashLedger.Arrival arrive(String recipient) {
    return ledger.arrived(List.of(recipient), message());
  }

  private void finds(String what) {
    assertThatThrownBy(() -> ledger.settle(1))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(what);
  }

  @Test
  void what_was_not_acknowledged_may_be_lost() {
    assertThat(ledger.settle(1)).isZero();
  }

  @Test
  void what_was_acknowledged_may_not() {
    ledger.acknowledged(1);
    arrive(NORTH);
    finds("has not come to [south.test]");
  }

  @Test
  void a_message_comes_to_all_destinations_or_to_none() {
    arrive(NORTH);
    finds("has not come to [south.test]");
  }

  @Test
  void what_a_kill_left_open_may_come_again() {
    arrive(SOUTH).settled();
    arrive(NORTH);
    ledger.killed();
    arrive(NORTH).settled();
    assertThat(ledger.settle(1)).isEqualTo(1);
  }

  @Test
  void what_was_settled_may_not() {
    arrive(SOUTH);
    arrive(NORTH).settled();
    ledger.killed();
    arrive(NORTH);
    finds("was settled before a kill and came again");
  }

  @Test
  void nothing_comes_again_without_a_kill() {
    arrive(SOUTH);
    arrive(NORTH);
    arrive(NORTH);
    finds("came twice without a kill");
  }

  @Test
  void a_worker_has_one_message_open_at_a_kill() {
    arrive(NORTH);
    arrive(SOUTH);
    ledger.killed();
    arrive(NORTH);
    arrive(SOUTH);
    finds("kill 0 had 2 messages sent twice by 1 workers");
    assertThat(ledger.settle(2)).isEqualTo(2);
  }

  @Test
  void recipients_and_body_are_those_that_were_sent() {
    assertThatThrownBy(() -> ledger.arrived(List.of("nobody@north.test"), message()))
        .hasMessageContaining("came for [nobody@north.test]");
    assertThatThrownBy(() -> ledger.arrived(List.of(NORTH), message() + "more\r\n"))
        .hasMessageContaining("was changed");
    var other = new String(CrashMail.message(2), US_ASCII);
    assertThatThrownBy(() -> ledger.arrived(List.of(NORTH), other))
        .hasMessageContaining("nobody sent message 2");
  }
}
