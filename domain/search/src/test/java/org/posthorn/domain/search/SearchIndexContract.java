package org.posthorn.domain.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.domain.mailbox.EmailId;
import org.posthorn.domain.search.TextField.Anywhere;
import org.posthorn.domain.search.TextField.Body;
import org.posthorn.domain.search.TextField.Header;
import org.posthorn.platform.storage.Dialect;
import org.posthorn.platform.storage.Storage;
import org.posthorn.testing.testkit.Mail;
import org.posthorn.testing.testkit.Mails;
import org.posthorn.testing.testkit.TestRandom;

/// What holds for the index on every engine: above all that it says what looking at the messages
/// says.
abstract class SearchIndexContract {

  private static final Map<Dialect, Storage> STORES = new EnumMap<>(Dialect.class);

  private static final List<TextField> FIELDS =
      List.of(
          new Anywhere(),
          new Body(),
          new Header("Subject"),
          new Header("From"),
          new Header("to"),
          new Header("CC"),
          new Header("Bcc"),
          new Header("Message-ID"),
          new Header("X-Mailer"),
          new Header("Received"),
          new Header("ſubject"),
          new Header("Odd Name"));

  /// Texts that are hard to cut right.
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "--",
          "a",
          "e\u0301",
          "é",
          "subject",
          "Subject: ",
          "subject:",
          "x-",
          "@example",
          "romeo@example.test",
          "straße",
          "STRASSE",
          "好",
          "你好",
          "你好吗",
          "x你",
          "吗 ",
          "😀",
          "\ud83d",
          "\0",
          "\1",
          "\1SUBJECT",
          "ﬁ",
          "a".repeat(32),
          "a".repeat(33),
          "a".repeat(90),
          " a",
          "a ",
          "the end",
          "multipart",
          "=?utf-8?");

  private final IndexedMail house;

  SearchIndexContract(Dialect dialect) {
    house = IndexedMail.in(STORES.computeIfAbsent(dialect, IndexedMail::storage));
  }

  @AfterEach
  void leave() {
    house.close();
  }

  private static Mail mail(String header, String body) {
    var encoded = Base64.getMimeEncoder().encodeToString(body.getBytes(UTF_8));
    var start = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n";
    return new Mail("mail", (header + "\r\n" + start + "\r\n" + encoded).getBytes(UTF_8));
  }

  private void deliver(String header, String body) {
    house.deliver(mail(header, body).bytes());
  }

  private EmailId delivered(String header, String body) {
    return house.deliver(mail(header, body).bytes());
  }

  /// Asks for texts that are there, texts that nearly are, and odd ones; returns how many answers
  /// the index left open for texts of one word.
  private int compare(long seed, int asked) {
    var random = TestRandom.seeded(seed);
    var texts = new ArrayList<>(TEXTS);
    var messages = List.copyOf(house.messages().values());
    while (texts.size() < TEXTS.size() + asked)
      texts.add(sample(IndexedMail.text(messages.get(random.nextInt(messages.size()))), random));
    int open = 0;
    for (var text : texts) {
      var field = FIELDS.get(random.nextInt(FIELDS.size()));
      var unknown = house.check(field, text);
      if (text.matches("[a-zA-Z0-9]{1,32}") && field.isExact()) open += unknown.size();
    }
    return open;
  }

  private static String sample(String text, RandomGenerator random) {
    if (text.isEmpty()) return "x";
    int from = random.nextInt(text.length());
    int length = random.nextInt(4) == 0 ? random.nextInt(1, 90) : random.nextInt(1, 12);
    var part = text.substring(from, Math.min(text.length(), from + length));
    return switch (random.nextInt(4)) {
      case 0 -> part.toUpperCase(Locale.ROOT);
      case 1 -> part.strip();
      default -> part;
    };
  }

  @Test
  void every_odd_mail_is_found_as_by_looking() {
    Mails.all().forEach(mail -> house.deliver(mail.bytes()));
    house.indexAll();
    assertThat(compare(1, 250)).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 3})
  void damaged_mail_that_is_partly_indexed_and_merged_is_found_as_by_looking(long seed) {
    var mails = Mails.damaged(150, seed).toList();
    for (int i = 0; i < mails.size(); i++) {
      house.deliver(mails.get(i).bytes());
      if (i % 10 == 5) house.indexAll();
      if (i % 50 == 20) compare(seed + i, 40);
    }
    compare(seed, 100);
    house.indexAll();
    assertThat(house.index().status(house.account()).segments()).isLessThan(12);
    assertThat(compare(-seed, 150)).isZero();
  }

  @Test
  void what_is_expunged_leaves_the_index_and_the_rest_stays() {
    for (int i = 0; i < 100; i++) deliver("Subject: number" + i, "text" + i + " of all");
    house.indexAll();
    var emails = List.copyOf(house.messages().keySet());
    for (int i = 0; i < 60; i++) house.expunge(emails.get(i));
    compare(5, 40);
    assertThat(house.index().status(house.account()).emails()).isEqualTo(100);
    house.index().compact(IndexedMail.PARTITION);
    assertThat(house.index().status(house.account()).emails()).isEqualTo(40);
    assertThat(compare(6, 60)).isZero();
  }

  @Test
  void an_account_that_is_gone_leaves_nothing() {
    deliver("Subject: x", "y");
    house.indexAll();
    house.mail().mailboxes().remove(house.account());
    house.index().compact(IndexedMail.PARTITION);
    assertThat(house.index().status(house.account()).octets()).isZero();
  }

  @Test
  void what_is_gone_leaves_the_index_at_the_start_of_the_program() {
    deliver("Subject: x", "y");
    house.indexAll();
    house.mail().mailboxes().remove(house.account());
    house.restart(IndexLimits.DEFAULTS);
    var keeper =
        new IndexKeeper(
            house.index(), () -> List.of(IndexedMail.PARTITION), InstantSource.system());
    keeper.round();
    assertThat(house.index().status(house.account()).octets()).isZero();
  }

  @Test
  void what_came_before_a_start_is_indexed_after_it() {
    for (int i = 0; i < 10; i++) deliver("Subject: one" + i, "x");
    house.indexAll();
    for (int i = 0; i < 10; i++) deliver("Subject: two" + i, "x");
    house.index().catchUp(IndexedMail.PARTITION);
    assertThat(house.check(new Anywhere(), "two1")).hasSize(10);
    assertThat(house.index().status(house.account()).waiting()).isEqualTo(10);
    house.restart(IndexLimits.DEFAULTS);
    house.indexAll();
    assertThat(house.check(new Anywhere(), "two1")).isEmpty();
    assertThat(house.index().status(house.account()).emails()).isEqualTo(20);
  }

  @Test
  void enough_mail_is_indexed_without_being_asked() {
    for (int i = 0; i < IndexLimits.WAITING_EMAILS; i++) deliver("Subject: one" + i, "x");
    house.index().catchUp(IndexedMail.PARTITION);
    assertThat(house.check(new Anywhere(), "one1")).isEmpty();
  }

  @Test
  void an_index_is_made_again() {
    for (int i = 0; i < 30; i++) deliver("Subject: one" + i, "x");
    house.indexAll();
    assertThat(house.index().rebuild(house.account())).isEqualTo(30);
    assertThat(house.check(new Anywhere(), "one1")).hasSize(30);
    // the process dies here
    house.restart(IndexLimits.DEFAULTS);
    house.indexAll();
    assertThat(house.check(new Anywhere(), "one1")).isEmpty();
    assertThat(house.index().status(house.account()).emails()).isEqualTo(30);
  }

  @Test
  void an_account_whose_index_is_full_is_searched_all_the_same() {
    deliver("Subject: first", "x");
    house.indexAll();
    house.restart(IndexLimits.DEFAULTS.withAccountOctets(1));
    deliver("Subject: second", "x");
    house.indexAll();
    assertThat(house.check(new Anywhere(), "first")).hasSize(1);
    assertThat(house.check(new Header("Subject"), "second")).hasSize(1);
  }

  @Test
  void more_words_than_there_is_room_for_are_looked_for_in_the_message() {
    var words = new StringBuilder();
    for (int i = 0; i < SegmentBuilder.MAX_TOKENS_OF_EMAIL + 100; i++)
      words.append(Integer.toString(i + 1_000_000, 36)).append(' ');
    deliver("Subject: many", words.append("atlast").toString());
    deliver("Subject: few", "atfirst");
    house.indexAll();
    assertThat(house.check(new Anywhere(), "atlast")).hasSize(1);
    assertThat(house.check(new Anywhere(), "many")).isEmpty();
    assertThat(house.check(new Anywhere(), "atfirst")).hasSize(1);
  }

  @Test
  void endless_words_and_headers_are_found_by_any_part() {
    var random = TestRandom.seeded(7);
    var line = new char[200_000];
    for (int i = 0; i < line.length; i++) line[i] = (char) ('a' + random.nextInt(26));
    var text = new String(line);
    deliver("X-Long: " + "y".repeat(10_000) + "\r\nSubject: \0nul", text + " 你好".repeat(50_000));
    house.indexAll();
    for (int length : List.of(1, 5, 31, 32)) {
      var part = text.substring(77_777, 77_777 + length);
      assertThat(house.check(new Body(), part)).isEmpty();
    }
    house.check(new Body(), text.substring(10, 200));
    house.check(new Body(), text.substring(199_950) + " 你");
    house.check(new Anywhere(), "y".repeat(9_999));
    house.check(new Header("Subject"), "nul");
  }

  @Test
  void emails_are_ranked_by_their_words() {
    var inSubject = delivered("Subject: Lieferung der Möbel", "Guten Tag");
    var inBody = delivered("Subject: Tag", "die Lieferungen kommen mit Mobel");
    var once = delivered("Subject: Tag", "nur Lieferung");
    var none = delivered("Subject: Tag", "nichts");
    house.indexAll();
    var late = delivered("Subject: Lieferung der Möbel", "x");
    var ranked =
        house.index().rank(house.account(), new TextField.Anywhere(), "MOEBEL lieferung mobel");
    assertThat(ranked.score(none)).isEqualTo(RankAnswer.NONE);
    assertThat(ranked.score(late)).isEqualTo(RankAnswer.UNKNOWN);
    var both = house.index().rank(house.account(), new TextField.Anywhere(), "liefer möbel");
    assertThat(both.score(inSubject)).isEqualTo(RankAnswer.MOST);
    assertThat(both.score(inBody)).isBetween(1, RankAnswer.MOST - 1);
    assertThat(both.score(once)).isEqualTo(RankAnswer.NONE);
    var form = house.index().rank(house.account(), new TextField.Anywhere(), "Lieferungs");
    assertThat(form.score(once)).isPositive();
    assertThat(form.score(none)).isEqualTo(RankAnswer.NONE);
    var body = house.index().rank(house.account(), new Body(), "liefer möbel");
    assertThat(body.score(inSubject)).isEqualTo(RankAnswer.NONE);
    assertThat(body.score(inBody)).isEqualTo(RankAnswer.MOST);
    assertThat(house.index().rank(house.account(), new TextField.Anywhere(), "-- !").score(once))
        .isEqualTo(RankAnswer.NONE);
  }

  @Test
  void scripts_without_spaces_are_ranked_by_pairs() {
    var both = delivered("Subject: x", "你好吗");
    var one = delivered("Subject: x", "很好吗");
    house.indexAll();
    var ranked = house.index().rank(house.account(), new TextField.Anywhere(), "你好");
    assertThat(ranked.score(both)).isEqualTo(RankAnswer.MOST);
    assertThat(ranked.score(one)).isEqualTo(RankAnswer.NONE);
  }

  @Test
  void a_damaged_index_is_noticed_and_made_again() {
    for (int i = 0; i < 3; i++) deliver("Subject: one" + i, "x");
    house.indexAll();
    house.damage();
    house.restart(IndexLimits.DEFAULTS);
    assertThat(house.check(new Anywhere(), "one1")).hasSize(3);
    house.index().catchUp(IndexedMail.PARTITION);
    house.indexAll();
    assertThat(house.check(new Anywhere(), "one1")).isEmpty();
  }

  @Test
  void half_a_segment_of_a_killed_process_is_removed() {
    deliver("Subject: one", "x");
    house.leaveHalfASegment();
    house.restart(IndexLimits.DEFAULTS);
    house.indexAll();
    assertThat(house.check(new Anywhere(), "one")).isEmpty();
    assertThat(house.unfinished()).isEmpty();
  }
}
