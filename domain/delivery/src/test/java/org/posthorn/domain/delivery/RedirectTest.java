package org.posthorn.domain.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What filters send on, to whom, and as what.
class RedirectTest {

  private static final String HELLO =
      """
      Return-Path: <paris@good.test>
      From: Paris <paris@good.test>
      To: romeo@example.test
      Subject: Hello
      Message-ID: <1@good.test>

      text
      """
          .replace("\n", "\r\n");

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

  private List<String> fromParis(String... to) throws IOException {
    return office.send(office.stranger("paris@good.test"), HELLO, to);
  }

  @Test
  void a_redirected_message_leaves_in_the_name_of_the_house() throws IOException {
    office.script("romeo", "redirect \"friar@other.test\";");
    assertThat(fromParis("romeo")).containsExactly("stored 0, queued [friar@other.test]");
    assertThat(office.inbox("romeo")).isEmpty();
    assertThat(office.queued()).hasSize(1);
    assertThat(office.queued().getFirst())
        .startsWith("SRS")
        .contains("@example.test, reports to paris@good.test, for friar@other.test");
    assertThat(office.queuedText())
        .startsWith(
            "ARC-Seal: by example.test\r\nX-Sieve-Redirected-From: romeo@example.test\r\nFrom: ");
    assertThat(office.story())
        .contains("sent on to friar@other.test")
        .contains("sent on by the filter of romeo@example.test");
  }

  @Test
  void a_copy_stays() throws IOException {
    office.script("romeo", "require \"copy\"; redirect :copy \"friar@other.test\";");
    assertThat(fromParis("romeo")).containsExactly("stored 1, queued [friar@other.test]");
  }

  @Test
  void an_edited_message_leaves_edited() throws IOException {
    office.script(
        "romeo",
        "require \"editheader\"; addheader \"X-Seen\" \"yes\"; redirect \"friar@other.test\";");
    fromParis("romeo");
    assertThat(office.queuedText()).contains("X-Seen: yes\r\n").doesNotContain("Return-Path");
  }

  @Test
  void a_redirect_within_the_house_runs_the_other_filter_as_well() throws IOException {
    office.script("romeo", "redirect \"juliet@example.test\";");
    office.script("juliet", "require \"fileinto\"; fileinto \"Archive\";");
    assertThat(fromParis("romeo")).containsExactly("stored 1");
    assertThat(office.inbox("romeo")).isEmpty();
    assertThat(office.in("juliet", "Archive")).hasSize(1);
    assertThat(office.queued()).isEmpty();
  }

  private static final String MARKED = "require \"editheader\"; addheader \"X-Seen\" \"yes\"; ";

  @Test
  void an_edited_message_is_edited_within_the_house_as_well() throws IOException {
    office.script("romeo", MARKED + "redirect \"juliet@example.test\";");
    office.script(
        "juliet", "require \"fileinto\"; if header \"X-Seen\" \"yes\" { fileinto \"Archive\"; }");
    assertThat(fromParis("romeo")).containsExactly("stored 1");
    assertThat(office.in("juliet", "Archive"))
        .singleElement()
        .asString()
        .startsWith("X-Seen: yes\r\nReturn-Path: <paris@good.test>\r\n")
        .contains("X-Sieve-Redirected-From: romeo@example.test\r\n");
    assertThat(office.story()).contains("as the filter of romeo@example.test has changed it");
  }

  @Test
  void an_edit_goes_on_with_whoever_sends_it_on_unchanged() throws IOException {
    office.script("romeo", MARKED + "redirect \"juliet@example.test\";");
    office.script("juliet", "redirect \"friar@other.test\";");
    assertThat(fromParis("romeo")).containsExactly("stored 0, queued [friar@other.test]");
    assertThat(office.queuedText())
        .contains("X-Seen: yes\r\n", "X-Sieve-Redirected-From: juliet@example.test\r\n")
        .doesNotContain("Return-Path");
  }

  @Test
  void those_who_edit_and_send_it_to_each_other_do_not_do_so_for_ever() throws IOException {
    var copy = "deleteheader \"X-Sieve-Redirected-From\"; redirect :copy ";
    var require = "require [\"copy\", \"editheader\"]; addheader \"X-Seen\" \"yes\"; ";
    office.script("romeo", require + copy + "\"juliet@example.test\";");
    office.script("juliet", require + copy + "\"romeo@example.test\";");
    fromParis("romeo");
    assertThat(office.inbox("romeo")).hasSize(2);
    assertThat(office.inbox("juliet")).hasSize(1);
  }

  @Test
  void an_edit_reaches_the_members_of_a_list_that_it_is_sent_to() throws IOException {
    office.list("all", "juliet@example.test", "friar@other.test");
    office.script("romeo", MARKED + "redirect \"all@example.test\";");
    fromParis("romeo");
    assertThat(office.inbox("juliet"))
        .singleElement()
        .asString()
        .contains("X-Seen: yes", "List-Id");
    assertThat(office.queuedText()).contains("X-Seen: yes", "List-Id");
  }

  @Test
  void a_list_that_does_not_take_what_a_filter_sends_is_no_reason_to_refuse_it()
      throws IOException {
    office.list("all", "juliet@example.test");
    office.script("romeo", "redirect \"all@example.test\";");
    var fromList = "List-Id: <other.good.test>\r\n" + HELLO;
    assertThat(office.send(office.stranger("paris@good.test"), fromList, "romeo"))
        .containsExactly("stored 1");
    assertThat(office.inbox("romeo")).hasSize(1);
    assertThat(office.story()).contains("the list does not take it");
  }

  // ---- RFC 6009

  @Test
  void who_wants_to_hear_of_what_he_sends_on_is_its_sender() throws IOException {
    office.script(
        "romeo",
        "require \"redirect-dsn\"; redirect :notify \"SUCCESS,FAILURE\" :ret \"FULL\""
            + " \"friar@other.test\";");
    fromParis("romeo");
    assertThat(office.queued())
        .containsExactly("romeo@example.test, reports to romeo@example.test, for friar@other.test");
    assertThat(office.queuedNotify()).containsExactly("SUCCESS,FAILURE");
    assertThat(office.queuedWishes()).containsExactly("FULL - -");
  }

  @Test
  void nobody_hears_of_what_comes_from_nobody() throws IOException {
    office.script(
        "romeo", "require \"redirect-dsn\"; redirect :notify \"NEVER\" \"friar@other.test\";");
    office.send(PostOffice.NOBODY, HELLO, "romeo");
    assertThat(office.queued()).containsExactly(", reports to null, for friar@other.test");
    assertThat(office.queuedNotify()).containsExactly("NEVER");
  }

  @Test
  void what_is_sent_on_may_have_a_time() throws IOException {
    office.script(
        "romeo",
        "require \"redirect-deliverby\"; redirect :bytimerelative 600 :bymode \"notify\" :bytrace"
            + " \"friar@other.test\";");
    fromParis("romeo");
    assertThat(office.queuedWishes()).containsExactly("- 2026-11-20T12:10:00Z NT");
    assertThat(office.queued().getFirst()).startsWith("romeo@example.test, ");
  }

  @Test
  void what_would_come_too_late_is_kept() throws IOException {
    office.script(
        "romeo",
        "require \"redirect-deliverby\"; redirect :bytimeabsolute \"2026-11-20T11:59:59Z\""
            + " \"friar@other.test\";");
    assertThat(fromParis("romeo")).containsExactly("stored 1");
    assertThat(office.queued()).isEmpty();
    assertThat(office.story()).contains("its time is over");
  }

  @Test
  void a_time_beyond_what_can_be_said_is_the_last_that_can() throws IOException {
    office.script(
        "romeo",
        "require \"redirect-deliverby\"; redirect :bytimeabsolute \"+999999999-01-01T00:00:00Z\""
            + " \"friar@other.test\";");
    fromParis("romeo");
    assertThat(office.queuedWishes()).containsExactly("- 2058-07-29T13:46:39Z R");
  }

  @Test
  void who_asks_for_it_hears_that_it_has_arrived_within_the_house() throws IOException {
    office.script(
        "romeo", "require \"redirect-dsn\"; redirect :notify \"SUCCESS\" \"juliet@example.test\";");
    fromParis("romeo");
    assertThat(office.inbox("juliet")).containsExactly(HELLO);
    assertThat(office.inbox("romeo"))
        .singleElement()
        .asString()
        .contains("Final-Recipient: rfc822;juliet@example.test", "Action: delivered");
  }

  @Test
  void who_redirects_to_each_other_has_it_once() throws IOException {
    office.script("romeo", "require \"copy\"; redirect :copy \"juliet@example.test\";");
    office.script("juliet", "require \"copy\"; redirect :copy \"romeo@example.test\";");
    assertThat(fromParis("romeo")).containsExactly("stored 2");
    assertThat(office.inbox("romeo")).hasSize(1);
    assertThat(office.inbox("juliet")).hasSize(1);
  }

  @Test
  void two_who_only_redirect_to_each_other_lose_nothing() throws IOException {
    office.script("romeo", "redirect \"juliet@example.test\";");
    office.script("juliet", "redirect \"romeo@example.test\";");
    fromParis("romeo");
    assertThat(office.inbox("romeo").size() + office.inbox("juliet").size()).isEqualTo(1);
  }

  @Test
  void who_redirects_to_himself_has_it() throws IOException {
    office.script("romeo", "redirect \"romeo@example.test\";");
    assertThat(fromParis("romeo")).containsExactly("stored 1");
    assertThat(office.inbox("romeo")).hasSize(1);
  }

  @Test
  void a_message_that_comes_back_is_kept() throws IOException {
    office.script("romeo", "redirect \"friar@other.test\";");
    office.send(
        office.stranger("paris@good.test"),
        "X-Sieve-Redirected-From: romeo@example.test\r\n" + HELLO,
        "romeo");
    assertThat(office.inbox("romeo")).hasSize(1);
    assertThat(office.queued()).isEmpty();
    assertThat(office.story()).contains("since it was sent on from here before");
  }

  @Test
  void a_redirect_that_leads_nowhere_keeps_the_message() throws IOException {
    office.script("romeo", "redirect \"nobody@example.test\";");
    assertThat(fromParis("romeo")).containsExactly("stored 1");
    assertThat(office.inbox("romeo")).hasSize(1);
    assertThat(office.story()).contains("kept, since it could not be sent on");
  }
}
