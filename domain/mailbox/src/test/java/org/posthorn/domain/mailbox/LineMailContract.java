package org.posthorn.domain.mailbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthorn.platform.storage.Dialect;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.Schemas;
import org.posthorn.platform.storage.Storage;
import org.posthorn.platform.storage.StorageConfig.Durability;
import org.posthorn.platform.storage.TestStorage;
import org.posthorn.wire.mail.LineRendition.Headers;

/// What holds for messages as lines on every engine: how many octets they are is what is sent.
abstract class LineMailContract {

  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final PartitionId PARTITION = new PartitionId(1);
  private static final String PLAIN = "Subject: plain\r\n\r\nline\r\n";
  private static final String BARE = "Subject: bare\n\nline\rand\r\nno end";
  private static final String NAMES = "Subject: \u00E4\r\n\r\nline\r\n";
  private static final String BINARY =
      "Content-Type: image/png\r\nContent-Transfer-Encoding: binary\r\n\r\n\0\n\0";

  /// One store per engine for all tests, and an account of its own for each test.
  private static final Map<Dialect, Storage> STORES = new EnumMap<>(Dialect.class);

  private static final AtomicLong ACCOUNTS = new AtomicLong();

  private final Storage storage;
  private final MailStore mail;
  private final MailAccount romeo =
      new MailAccount(ACCOUNTS.incrementAndGet(), PARTITION, QuotaLimit.NONE);
  private Where inbox = new Where(romeo, new MailboxId(0));

  LineMailContract(Dialect dialect) {
    storage = STORES.computeIfAbsent(dialect, LineMailContract::open);
    mail = new MailStore(storage::partition, () -> NOW);
  }

  private static Storage open(Dialect dialect) {
    try {
      var folder = Files.createTempDirectory("line-mail-test");
      folder.toFile().deleteOnExit();
      var config = TestStorage.config(dialect, folder).withDurability(Durability.UNSYNCED);
      var storage = Storage.open(config, new Schemas(List.of(), List.of(MailStore.SCHEMA)));
      storage.createPartition();
      return storage;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void open_the_account() {
    inbox = new Where(romeo, mail.mailboxes().inbox(romeo).id());
  }

  @AfterEach
  void every_counter_is_what_the_rows_say() {
    assertThat(Consistency.faults(storage.partition(PARTITION))).isEmpty();
  }

  private void deliver(String... texts) {
    for (var text : texts) {
      var email = NewEmail.of(text.getBytes(UTF_8));
      var target = new Arrival.Target.Inbox();
      mail.messages().store(List.of(new Arrival(romeo, target, email, Flags.NONE, NOW)));
    }
  }

  private MessageRow row(int uid) {
    return mail.messages().rows(inbox, Uids.of(uid), Detail.FACTS).getFirst();
  }

  private String sent(int uid, Headers headers) throws IOException {
    var lines = mail.lineMail();
    try (var in = lines.open(romeo, row(uid), lines.odd(inbox), headers)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private long octets(int uid, Headers headers) throws IOException {
    return mail.lineMail().octets(inbox, row(uid), mail.lineMail().odd(inbox), headers);
  }

  @Test
  void ordinary_messages_leave_no_trace() throws IOException {
    deliver(PLAIN, PLAIN);
    assertThat(mail.lineMail().odd(inbox).isEmpty()).isTrue();
    assertThat(octets(1, Headers.ASCII)).isEqualTo(PLAIN.length());
    assertThat(sent(2, Headers.ASCII)).isEqualTo(PLAIN);
  }

  @Test
  void bare_line_ends_count_as_two_octets() throws IOException {
    deliver(BARE);
    assertThat(octets(1, Headers.UTF8)).isEqualTo(BARE.length() + 3 + 2);
    assertThat(octets(1, Headers.ASCII)).isEqualTo(BARE.length() + 3 + 2);
    assertThat(sent(1, Headers.ASCII)).isEqualTo(BARE);
  }

  @Test
  void what_has_to_be_written_anew_is_measured_once() throws IOException {
    deliver(PLAIN, NAMES, BINARY);
    var odd = mail.lineMail().odd(inbox);
    var names = odd.indexOf(2);
    assertThat(odd.indexOf(1)).isNegative();
    assertThat(odd.octets(names, Headers.UTF8)).isEqualTo(NAMES.getBytes(UTF_8).length);
    assertThat(odd.octets(names, Headers.ASCII)).isEqualTo(OddMail.UNKNOWN);
    for (var headers : Headers.values())
      for (int uid = 1; uid <= 3; uid++)
        assertThat(octets(uid, headers)).isEqualTo(sent(uid, headers).getBytes(UTF_8).length);
    var known = mail.lineMail().odd(inbox);
    for (var headers : Headers.values()) {
      assertThat(known.octets(known.indexOf(2), headers)).isPositive();
      assertThat(known.octets(known.indexOf(3), headers)).isPositive();
    }
    assertThat(sent(2, Headers.ASCII)).contains("=?UTF-8?B?w6Q=?=");
    assertThat(sent(3, Headers.UTF8)).contains("base64", "AAoA");
  }

  @Test
  void copies_are_as_odd_as_what_they_are_of() throws IOException {
    deliver(BARE);
    var archive = mail.mailboxes().find(romeo, new MailboxPath("Archive"));
    assertThat(archive).isNotNull();
    mail.messages().copy(inbox, Uids.of(1), archive.id());
    var there = new Where(romeo, archive.id());
    assertThat(mail.lineMail().odd(there).isEmpty()).isFalse();
    mail.messages().destroy(inbox, Uids.of(1));
    assertThat(mail.lineMail().odd(inbox).isEmpty()).isTrue();
    assertThat(mail.lineMail().odd(there).isEmpty()).isFalse();
    mail.messages().destroy(there, Uids.of(1));
    deliver(BARE);
    mail.mailboxes().remove(romeo);
  }

  @Test
  void sizes_are_in_the_order_of_the_snapshot() throws IOException {
    deliver(PLAIN, BARE, NAMES, BINARY, PLAIN);
    var snapshot = mail.messages().snapshot(inbox);
    assertThat(snapshot).isNotNull();
    mail.messages().destroy(inbox, Uids.of(1));
    deliver(NAMES);
    for (var headers : Headers.values()) {
      var odd = mail.lineMail().odd(inbox);
      assertThat(mail.lineMail().octets(inbox, snapshot, odd, headers))
          .containsExactly(
              LineMail.GONE,
              BARE.length() + 5,
              octets(3, headers),
              octets(4, headers),
              PLAIN.length());
    }
  }
}
