package org.posthorn.domain.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.domain.directory.MailingList.Posting;
import org.posthorn.domain.directory.MailingList.Settings;
import org.posthorn.domain.directory.MailingListResult;
import org.posthorn.domain.directory.MailingLists.Content;
import org.posthorn.wire.mail.EmailAddress;

/// What lists take, and what they send.
class ListTest {

  private static final String MESSAGE = "Subject: x\r\n\r\nhi\r\n";
  private static final String FIELDS =
      """
      List-Id: "The ball" <ball.example.test>\r
      List-Post: <mailto:ball@example.test>\r
      List-Owner: <mailto:ball-owner@example.test>\r
      Precedence: list\r
      """;

  @TempDir private Path folder;
  private PostOffice office;

  @BeforeEach
  void open() {
    office = new PostOffice(folder);
  }

  @AfterEach
  void close() {
    office.close();
  }

  private static List<EmailAddress> addresses(String... names) {
    return Stream.of(names).map(PostOffice::address).toList();
  }

  private void list(Posting posting, String... members) {
    list("ball", new Settings("The ball", true, posting, 1_000, 10), members);
  }

  private void list(String name, Settings settings, String... members) {
    var content = new Content(settings, addresses(members), addresses("nurse"));
    assertThat(office.directory().lists().add(PostOffice.TEST, PostOffice.address(name), content))
        .isInstanceOf(MailingListResult.Done.class);
  }

  private @Nullable Refusal refusal(Sender sender) {
    return office.refusal("ball", sender, Delivery.UNKNOWN_SIZE);
  }

  @Test
  void members_get_it_from_the_list_wherever_they_are() throws IOException {
    list(Posting.ANYBODY, "romeo", "x@elsewhere.test", "y@other.test");
    assertThat(office.send(office.stranger("paris@good.test"), MESSAGE, "ball"))
        .containsExactly("stored 0, queued [x@elsewhere.test, y@other.test]");
    assertThat(office.inbox("romeo"))
        .containsExactly("Return-Path: <ball-owner@example.test>\r\n" + FIELDS + MESSAGE);
    assertThat(office.queued())
        .containsExactlyInAnyOrder(
            "ball-owner@example.test, reports to ball-owner@example.test, for x@elsewhere.test",
            "ball-owner@example.test, reports to ball-owner@example.test, for y@other.test");
    assertThat(office.queuedText())
        .startsWith("ARC-Seal: by example.test\r\n" + FIELDS)
        .endsWith(MESSAGE);
    assertThat(office.story())
        .contains(
            "for <ball@example.test>: from the list ball@example.test into 1 mailboxes here, and to"
                + " 2 members elsewhere");
  }

  @Test
  void who_is_written_to_and_on_the_list_gets_both() throws IOException {
    list(Posting.ANYBODY, "romeo", "juliet");
    office.send(office.stranger("paris@good.test"), MESSAGE, "romeo", "ball");
    assertThat(office.inbox("romeo")).hasSize(2);
    assertThat(office.inbox("juliet")).hasSize(1);
  }

  @Test
  void members_and_owners_write_to_a_list_of_members() {
    list(Posting.MEMBERS, "romeo", "x@elsewhere.test");
    assertThat(refusal(office.user("romeo"))).isNull();
    assertThat(refusal(office.user("nurse"))).isNull();
    assertThat(refusal(office.stranger("X@elsewhere.test"))).isNull();
    assertThat(refusal(office.user("juliet"))).isEqualTo(Refusal.LIST_CLOSED);
    assertThat(refusal(office.stranger("paris@good.test"))).isEqualTo(Refusal.LIST_CLOSED);
    // who claims one of our addresses has to log in
    assertThat(refusal(office.stranger("romeo@example.test"))).isEqualTo(Refusal.LIST_CLOSED);
  }

  @Test
  void owners_write_to_a_list_of_owners_and_users_to_one_of_the_domain() {
    list(Posting.OWNERS, "romeo");
    assertThat(refusal(office.user("romeo"))).isEqualTo(Refusal.LIST_CLOSED);
    assertThat(refusal(office.user("nurse"))).isNull();
    list("house", new Settings("", true, Posting.DOMAIN, 1_000, 10), "romeo");
    assertThat(office.refusal("house", office.user("juliet"), Delivery.UNKNOWN_SIZE)).isNull();
    assertThat(office.refusal("house", office.stranger("a@b.test"), Delivery.UNKNOWN_SIZE))
        .isEqualTo(Refusal.LIST_CLOSED);
  }

  @Test
  void reports_are_not_for_lists_but_for_their_owners() {
    list(Posting.ANYBODY, "romeo");
    assertThat(refusal(PostOffice.NOBODY)).isEqualTo(Refusal.LIST_TAKES_NO_REPORTS);
    assertThat(office.refusal("ball-owner", PostOffice.NOBODY, Delivery.UNKNOWN_SIZE)).isNull();
  }

  @Test
  void a_list_with_more_members_than_its_limit_takes_nothing() {
    list("ball", new Settings("", true, Posting.ANYBODY, 1_000, 1), "romeo", "juliet");
    assertThat(refusal(office.user("romeo"))).isEqualTo(Refusal.TOO_MANY);
  }

  @Test
  void what_is_too_large_is_refused_when_it_is_announced_or_at_its_end_and_then_remembered()
      throws IOException {
    list(Posting.ANYBODY, "romeo");
    var paris = office.stranger("paris@good.test");
    assertThat(office.refusal("ball", paris, 1_001)).isEqualTo(Refusal.LARGER_THAN_LIST);
    var large = MESSAGE + "x".repeat(1_000);
    assertThat(office.send(paris, large, "ball", "juliet"))
        .containsExactly("LARGER_THAN_LIST", "WITH_ANOTHER");
    assertThat(office.inbox("juliet")).isEmpty();
    assertThat(refusal(paris)).isEqualTo(Refusal.LARGER_THAN_LIST);
    assertThat(office.refusal("ball", paris, 500)).isNull();
  }

  @Test
  void what_was_at_a_list_goes_to_no_list_again() throws IOException {
    list(Posting.ANYBODY, "romeo", "x@elsewhere.test");
    var paris = office.stranger("paris@good.test");
    assertThat(
            office.send(paris, "LIST-ID: its new name <Ball.Example.Test>\r\n" + MESSAGE, "ball"))
        .containsExactly("LIST_LOOP");
    assertThat(office.send(paris, "List-Id: <news.other.test>\r\n" + MESSAGE, "ball"))
        .containsExactly("FROM_ANOTHER_LIST");
    assertThat(office.inbox("romeo")).isEmpty();
    assertThat(office.queued()).isEmpty();
  }

  @Test
  void by_lmtp_others_get_what_a_list_refuses() throws IOException {
    list(Posting.ANYBODY, "romeo");
    var paris = office.stranger("paris@good.test");
    assertThat(office.sendEach(paris, "List-Id: <news.other.test>\r\n" + MESSAGE, "ball", "juliet"))
        .containsExactly("FROM_ANOTHER_LIST", "stored 1");
  }

  @Test
  void a_full_member_does_not_keep_the_mail_from_others() throws IOException {
    office.account("single", office.quota(0, 1));
    list(Posting.ANYBODY, "romeo", "single");
    var paris = office.stranger("paris@good.test");
    office.send(paris, MESSAGE, "ball");
    assertThat(office.inbox("single")).hasSize(1);
    office.send(paris, MESSAGE, "ball");
    assertThat(office.inbox("single")).hasSize(1);
    assertThat(office.inbox("romeo")).hasSize(2);
    assertThat(office.story())
        .endsWith("not for <single@example.test> of the list: the mailbox is full");
  }

  @Test
  void a_title_of_any_letters_is_in_encoded_words() {
    var form =
        new Form.Posted(
            PostOffice.address("ball"),
            PostOffice.address("ball-owner"),
            "Ein \"Bäll\" für alle, die tanzen können, und für viele andere auch");
    var header =
        org.posthorn.wire.mail.HeaderFields.of(
            (ListFields.of(form) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    assertThat(header.fields("List-Id").getFirst().decoded())
        .isEqualTo(form.title() + " <ball.example.test>");
    assertThat(ListFields.of(form).lines()).allMatch(line -> line.length() <= 76);
    assertThat(ListFields.before(header, form)).isEqualTo(ListFields.Before.AT_THIS_LIST);
  }
}
