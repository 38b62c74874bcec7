package org.posthorn.testing.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.posthorn.testing.e2e.CrashLedger.Flag;
import org.posthorn.testing.e2e.CrashLedger.Place;

/// The crash test's own eyes: each kind of broken promise is seen, and what is open is not.
class CrashLedgerTest {
  private static final Place INBOX = new Place(CrashLedger.INBOX, 7);
  private static final Place ARCHIVE = new Place(CrashLedger.ARCHIVE, 3);

  private final CrashLedger ledger = new CrashLedger();

  private static Map<Long, Map<Place, Set<Flag>>> one(Place place, Flag... flags) {
    return Map.of(1L, Map.of(place, Set.of(flags)));
  }

  private void broken(Map<Long, Map<Place, Set<Flag>>> found, String what) {
    assertThatThrownBy(() -> ledger.settle(found))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(what);
  }

  @Test
  void an_acknowledged_message_has_to_be_there_once() {
    ledger.sending(1);
    ledger.stored(1);
    ledger.settle(one(INBOX));
    broken(Map.of(), "is lost");
    broken(Map.of(1L, Map.of(INBOX, Set.of(), ARCHIVE, Set.of())), "is at");
    broken(one(ARCHIVE), "is in Archive");
    broken(Map.of(1L, Map.of(INBOX, Set.of()), 2L, Map.of()), "nobody sent message 2");
  }

  @Test
  void a_message_that_was_seen_has_to_stay() {
    ledger.sending(1);
    ledger.seen(1, 7);
    broken(Map.of(), "is lost");
  }

  @Test
  void a_message_without_an_answer_may_be_there_or_not_but_then_for_good() {
    ledger.sending(1);
    ledger.settle(Map.of());
    assertThat(ledger.wasStored(1)).isFalse();
    broken(one(INBOX), "came back");
  }

  @Test
  void a_message_without_an_answer_that_is_there_has_to_stay() {
    ledger.sending(1);
    ledger.settle(one(INBOX));
    assertThat(ledger.wasStored(1)).isTrue();
    assertThat(ledger.uid(1)).isEqualTo(7);
    broken(Map.of(), "is lost");
  }

  @Test
  void what_was_expunged_stays_away() {
    ledger.sending(1);
    ledger.seen(1, 7);
    ledger.expunging(1);
    ledger.expunged(1);
    broken(one(INBOX), "was expunged");
    ledger.settle(Map.of());
    broken(one(INBOX), "came back");
  }

  @Test
  void an_expunge_or_a_move_without_an_answer_may_have_happened() {
    ledger.sending(1);
    ledger.seen(1, 7);
    ledger.moving(1);
    ledger.settle(one(ARCHIVE));
    broken(one(INBOX), "is in INBOX");
    ledger.expunging(1);
    ledger.settle(one(ARCHIVE));
    broken(Map.of(), "is lost");
  }

  @Test
  void acknowledged_flags_are_there() {
    ledger.sending(1);
    ledger.seen(1, 7);
    ledger.flagging(1, Flag.SEEN);
    ledger.flagged(1, Flag.SEEN, true);
    ledger.flagging(1, Flag.KEYWORD);
    ledger.settle(one(INBOX, Flag.SEEN, Flag.KEYWORD));
    broken(one(INBOX, Flag.SEEN), "acknowledged with");
    broken(one(INBOX, Flag.SEEN, Flag.KEYWORD, Flag.FLAGGED), "acknowledged with");
  }

  @Test
  void a_changed_octet_is_seen_and_trace_fields_are_not_a_change() {
    var message = CrashMail.message(5);
    var text = new String(message, US_ASCII);
    assertThat(CrashMail.number(text)).isEqualTo(5);
    assertThat(CrashMail.isIntact(5, message)).isTrue();
    var traced = "Return-Path: <a@b>\r\nReceived: from x\r\n\tby y; now\r\n" + text;
    assertThat(CrashMail.isIntact(5, traced.getBytes(US_ASCII))).isTrue();
    assertThat(CrashMail.isIntact(5, ("X-Other: 1\r\n" + text).getBytes(US_ASCII))).isFalse();
    assertThat(CrashMail.isIntact(5, text.substring(1).getBytes(US_ASCII))).isFalse();
    message[message.length - 5] ^= 1;
    assertThat(CrashMail.isIntact(5, message)).isFalse();
    assertThat(CrashMail.isIntact(6, traced.getBytes(US_ASCII))).isFalse();
  }
}
