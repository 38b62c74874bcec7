package org.posthorn.domain.fragment;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.domain.directory.AccountId;
import org.posthorn.domain.fragment.Bearer.Standing;
import org.posthorn.domain.queue.Priority;
import org.posthorn.domain.relay.OutgoingMail.AllTheWay;
import org.posthorn.domain.relay.OutgoingMail.Header;
import org.posthorn.domain.relay.OutgoingMail.Recipient;
import org.posthorn.domain.relay.OutgoingMail.Wishes;
import org.posthorn.platform.storage.Dialect;
import org.posthorn.platform.storage.Partition;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.PreparedBlob;
import org.posthorn.platform.storage.Schemas;
import org.posthorn.platform.storage.Storage;
import org.posthorn.platform.storage.StorageConfig.Durability;
import org.posthorn.platform.storage.TestStorage;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.PartialMessage;
import org.posthorn.wire.smtp.DsnReturn;
import org.posthorn.wire.smtp.EnvelopeId;
import org.posthorn.wire.smtp.Notify;
import org.posthorn.wire.smtp.OriginalRecipient;
import org.posthorn.wire.smtp.ReversePath;

/// What holds for parts that wait, on every engine.
abstract class FragmentsContract {

  private static final PartitionId HERE = new PartitionId(1);
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final Duration PATIENCE = Duration.ofHours(2);
  private static final Duration LEASE = Duration.ofMinutes(10);
  private static final FragmentLimits LIMITS = new FragmentLimits(1_000, PATIENCE);
  private static final Bearer ROMEO = new Bearer("account romeo", Standing.OURS);

  @TempDir Path folder;
  private final Dialect dialect;
  private Storage storage;
  private Instant now = NOON;
  private int messages;

  FragmentsContract(Dialect dialect) {
    this.dialect = dialect;
  }

  @BeforeEach
  void open() {
    var config = TestStorage.config(dialect, folder).withDurability(Durability.UNSYNCED);
    storage = Storage.open(config, new Schemas(List.of(), List.of(Fragments.SCHEMA)));
    storage.createPartition();
  }

  @AfterEach
  void close() {
    assertThat(FragmentConsistency.faults(partition())).isEmpty();
    storage.close();
  }

  private Partition partition() {
    return storage.partition(HERE);
  }

  private static EmailAddress address(String text) {
    try {
      return EmailAddress.parse(text);
    } catch (AddressException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static FragmentKey key(Bearer bearer, String from, String... to) {
    var sender = from.isEmpty() ? new ReversePath.Null() : new ReversePath.Mailbox(address(from));
    var recipients = java.util.Arrays.stream(to).map(FragmentsContract::address).toList();
    return new FragmentKey(bearer, sender, new AccountId(7), recipients, Wishes.NONE);
  }

  private static final FragmentKey KEY =
      key(ROMEO, "romeo@a.test", "juliet@a.test", "nurse@b.test");

  private NewFragment fragment(FragmentKey key, PartialMessage part, String body) {
    var recipients = key.recipients().stream().map(Recipient::new).toList();
    var letter =
        new Letter("m" + ++messages, recipients, key.wishes(), Priority.NORMAL, false, now);
    return fragment(key, part, letter, body);
  }

  private static NewFragment fragment(
      FragmentKey key, PartialMessage part, Letter letter, String body) {
    var blob = PreparedBlob.of(("traces " + letter.messageId() + body).getBytes(US_ASCII));
    return new NewFragment(key, part, letter, new NewFragment.Octets(blob, 3, "hash of " + body));
  }

  private Kept keep(NewFragment fragment) {
    return partition()
        .write(List.of(fragment.octets().blob()), tx -> Fragments.keep(tx, HERE, fragment, LIMITS));
  }

  private Kept keep(String id, int number, int total) {
    return keep(fragment(KEY, new PartialMessage(id, number, total), "part " + number));
  }

  private FragmentGroup waits(Kept kept) {
    assertThat(kept).isInstanceOf(Kept.Waits.class);
    return ((Kept.Waits) kept).group();
  }

  private String goesOn(Kept kept) {
    assertThat(kept).isInstanceOf(Kept.GoesOn.class);
    return ((Kept.GoesOn) kept).reason();
  }

  private List<Fragment> fragments(FragmentGroup group) {
    return partition().read(tx -> Fragments.of(tx, group.id()));
  }

  private List<Fragments.Listed> listed() {
    return partition().read(tx -> Fragments.list(tx, HERE));
  }

  private void remove(FragmentGroup group, List<Fragment> fragments) {
    partition()
        .<@Nullable Void>write(tx -> {
          Fragments.remove(tx, group.id(), fragments);
          return null;
        });
  }

  @Test
  void parts_wait_for_each_other_until_all_are_there() {
    var first = waits(keep("a@b", 2, 0));
    assertThat(first.isComplete()).isFalse();
    assertThat(first.counted()).isEqualTo("1 of an unknown number of parts");
    assertThat(first.due()).isEqualTo(NOON.plus(PATIENCE));
    now = NOON.plusSeconds(60);
    var second = waits(keep("a@b", 3, 3));
    assertThat(second.counted()).isEqualTo("2 of 3 parts");
    assertThat(second.due()).isEqualTo(first.due());
    var third = waits(keep("a@b", 1, 0));
    assertThat(third.isComplete()).isTrue();
    assertThat(fragments(third)).extracting(Fragment::number).containsExactly(1, 2, 3);
    assertThat(fragments(third))
        .extracting(it -> it.letter().messageId())
        .containsExactly("m3", "m1", "m2");
    var read = fragments(third).getFirst();
    var bytes = partition().bytes(read.blob(), 0, (int) read.size());
    assertThat(new String(bytes, US_ASCII)).isEqualTo("traces m3part 1");
  }

  @Test
  void all_that_came_with_a_part_comes_back() {
    var recipients =
        List.of(
            new Recipient(address("a@b.test"), Notify.NEVER, null),
            new Recipient(
                address("c@b.test"),
                new Notify(Set.of(Notify.Event.DELAY, Notify.Event.FAILURE)),
                new OriginalRecipient("rfc822", "c+40b.test")));
    var wishes =
        new Wishes(DsnReturn.FULL, new EnvelopeId("E-1"), Header.UTF_8, AllTheWay.REQUIRETLS);
    var letter = new Letter("m9", recipients, wishes, Priority.BULK, true, NOON);
    var key = key(ROMEO, "", "a@b.test", "c@b.test");
    var group = waits(keep(fragment(key, new PartialMessage("x", 1, 2), letter, "text")));
    assertThat(group.sender()).isEqualTo(new ReversePath.Null());
    assertThat(group.account()).isEqualTo(new AccountId(7));
    assertThat(group.bearer()).isEqualTo(ROMEO);
    assertThat(fragments(group).getFirst().letter()).isEqualTo(letter);
    assertThat(fragments(group).getFirst().returnPath()).isEqualTo(3);
  }

  @Test
  void neither_the_order_of_recipients_matters_nor_how_domains_are_written() {
    keep("a@b", 1, 2);
    var turned = key(ROMEO, "romeo@A.test", "nurse@B.test", "juliet@a.test");
    assertThat(waits(keep(fragment(turned, new PartialMessage("a@b", 2, 2), "x"))).isComplete())
        .isTrue();
  }

  @Test
  void nobody_slips_a_part_into_somebody_elses_message() {
    keep("a@b", 1, 2);
    var part = new PartialMessage("a@b", 2, 2);
    var stranger = new Bearer("account romeo", Standing.STRANGER);
    var tls = new Wishes(null, null, Header.AS_IT_IS, AllTheWay.REQUIRETLS);
    for (var other :
        List.of(
            key(stranger, "romeo@a.test", "juliet@a.test", "nurse@b.test"),
            key(
                new Bearer("192.0.2.1", Standing.OURS),
                "romeo@a.test",
                "juliet@a.test",
                "nurse@b.test"),
            key(ROMEO, "paris@a.test", "juliet@a.test", "nurse@b.test"),
            key(ROMEO, "", "juliet@a.test", "nurse@b.test"),
            key(ROMEO, "romeo@a.test", "juliet@a.test"),
            new FragmentKey(ROMEO, KEY.sender(), null, KEY.recipients(), Wishes.NONE),
            new FragmentKey(ROMEO, KEY.sender(), KEY.account(), KEY.recipients(), tls)))
      assertThat(waits(keep(fragment(other, part, "x"))).present()).isEqualTo(1);
    assertThat(waits(keep("another@b", 2, 2)).present()).isEqualTo(1);
    assertThat(listed()).hasSize(9);
  }

  @Test
  void the_same_part_again_is_kept_once() {
    var group = waits(keep("a@b", 1, 2));
    assertThat(keep("a@b", 1, 2)).isEqualTo(new Kept.Again(group, "m1"));
    assertThat(fragments(group)).hasSize(1);
  }

  @Test
  void another_part_of_the_same_number_goes_on_and_none_is_lost() {
    var group = waits(keep("a@b", 1, 2));
    var other = fragment(KEY, new PartialMessage("a@b", 1, 2), "something else");
    assertThat(goesOn(keep(other))).isEqualTo("another part 1 of that name waits, as m1");
    assertThat(fragments(group)).hasSize(1);
  }

  @Test
  void parts_that_contradict_each_other_are_not_joined() {
    var group = waits(keep("a@b", 2, 3));
    assertThat(goesOn(keep("a@b", 1, 2))).contains("there are 3, this one says 2");
    assertThat(goesOn(keep("a@b", 4, 0))).contains("beyond the last of 3");
    keep("c@b", 4, 0);
    assertThat(goesOn(keep("c@b", 3, 3))).contains("beyond the last of 3");
    assertThat(fragments(group)).hasSize(1);
  }

  @Test
  void parts_that_are_too_much_for_one_message_go_on() {
    var half = "x".repeat(480);
    var group = waits(keep(fragment(KEY, new PartialMessage("a@b", 1, 3), half)));
    waits(keep(fragment(KEY, new PartialMessage("a@b", 2, 3), half)));
    assertThat(goesOn(keep(fragment(KEY, new PartialMessage("a@b", 3, 3), half))))
        .contains("more than 1000 octets");
    // nothing more is waited for
    assertThat(goesOn(keep("a@b", 3, 3))).contains("have gone on");
    var due = partition().write(tx -> Fragments.takeDue(tx, HERE, now, LEASE));
    assertThat(due).extracting(FragmentGroup::id).containsExactly(group.id());
  }

  @Test
  void one_bearer_does_not_take_all_the_room() {
    for (int i = 0; i < FragmentLimits.MAX_OF_BEARER; i++) waits(keep("m" + i, 1, 2));
    assertThat(goesOn(keep("one more", 1, 2))).isEqualTo("enough parts wait from account romeo");
    assertThat(waits(keep("m0", 2, 2)).isComplete()).isTrue();
    var other = key(new Bearer("b.test", Standing.STRANGER), "x@b.test", "juliet@a.test");
    waits(keep(fragment(other, new PartialMessage("m", 1, 2), "x")));
  }

  @Test
  void octets_of_one_bearer_are_limited() {
    for (int i = 0; i < 4; i++)
      waits(keep(fragment(KEY, new PartialMessage("m" + i, 1, 2), "x".repeat(900))));
    var more = fragment(KEY, new PartialMessage("more", 1, 2), "x".repeat(900));
    assertThat(goesOn(keep(more))).isEqualTo("enough parts wait from account romeo");
  }

  @Test
  void all_bearers_together_are_limited() {
    int bearer = 0;
    Kept kept = new Kept.GoesOn("");
    for (int i = 0; i < 45; i++) {
      var key = key(new Bearer("host " + bearer++, Standing.STRANGER), "x@b.test", "juliet@a.test");
      kept = keep(fragment(key, new PartialMessage("m", 1, 2), "x".repeat(900)));
    }
    assertThat(goesOn(kept)).isEqualTo("enough parts wait");
  }

  @Test
  void what_is_due_is_taken_once_and_takes_no_more_parts() {
    var group = waits(keep("a@b", 1, 3));
    now = NOON.plus(PATIENCE).minusMillis(1);
    assertThat(take()).isEmpty();
    waits(keep("a@b", 2, 3));
    now = NOON.plus(PATIENCE);
    assertThat(take()).extracting(FragmentGroup::counted).containsExactly("2 of 3 parts");
    assertThat(take()).isEmpty();
    assertThat(goesOn(keep("a@b", 3, 3))).isEqualTo("the other parts have gone on as they are");
    // whoever took it has died
    now = now.plus(LEASE);
    assertThat(take()).extracting(FragmentGroup::id).containsExactly(group.id());
    remove(group, fragments(group));
    now = now.plus(LEASE);
    assertThat(take()).isEmpty();
    assertThat(waits(keep("a@b", 3, 3)).present()).isEqualTo(1);
  }

  private List<FragmentGroup> take() {
    return partition().write(tx -> Fragments.takeDue(tx, HERE, now, LEASE));
  }

  @Test
  void parts_are_removed_once() {
    keep("a@b", 1, 3);
    var group = waits(keep("a@b", 2, 3));
    var both = fragments(group);
    remove(group, List.of(both.getFirst()));
    assertThatExceptionOfType(FragmentsGone.class).isThrownBy(() -> remove(group, both));
    assertThat(fragments(group)).extracting(Fragment::number).containsExactly(2);
    remove(group, List.of(both.getLast()));
    assertThat(listed()).isEmpty();
  }

  @Test
  void a_group_that_was_joined_leaves_its_id_free() {
    keep("a@b", 1, 2);
    var group = waits(keep("a@b", 2, 2));
    var all = fragments(group);
    partition()
        .<@Nullable Void>write(tx -> {
          Fragments.remove(tx, group.id(), all);
          Fragments.forget(tx, group.id());
          return null;
        });
    assertThat(partition().<@Nullable FragmentGroup>read(tx -> Fragments.find(tx, group.id())))
        .isNull();
    assertThat(waits(keep("a@b", 1, 2)).present()).isEqualTo(1);
  }

  @Test
  void everything_survives_a_restart_and_is_listed() {
    keep("a@b", 1, 2);
    keep("c@b", 2, 2);
    keep("c@b", 1, 0);
    partition().write(tx -> Fragments.takeDue(tx, HERE, now.minusSeconds(1), LEASE));
    assertThat(listed()).hasSize(2);
    var last = listed().getLast();
    assertThat(last.messageIds()).containsExactly("m3", "m2");
    assertThat(last.recipients()).containsExactlyElementsOf(KEY.recipients());
    assertThat(last.group().partId()).isEqualTo("c@b");
  }
}
