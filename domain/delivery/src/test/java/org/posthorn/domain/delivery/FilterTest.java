package org.posthorn.domain.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.domain.directory.AccountSettings;
import org.posthorn.domain.filters.SiteScripts;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.domain.mailbox.SystemFlag;
import org.posthorn.domain.mailbox.Where;
import org.posthorn.platform.storage.StorageException;
import org.posthorn.wire.smtp.Notify;

/// What filters do at delivery, as the store shows it afterwards.
class FilterTest {

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

  // ---- placements

  @Test
  void a_message_is_filed_and_not_in_the_inbox() throws IOException {
    office.script("romeo", "require \"fileinto\"; fileinto \"Archive\";");
    assertThat(fromParis("romeo")).containsExactly("stored 1");
    assertThat(office.inbox("romeo")).isEmpty();
    assertThat(office.in("romeo", "Archive")).containsExactly(HELLO);
    assertThat(office.story()).contains("the filter of romeo@example.test: filed into Archive");
  }

  @Test
  void a_message_in_several_mailboxes_is_one_email() throws IOException {
    office.script(
        "romeo",
        """
        require ["fileinto", "copy", "mailbox", "imap4flags"];
        fileinto :copy :create :flags "\\\\Seen" "Lists/verona";
        fileinto :flags ["\\\\Flagged", "todo"] "Archive";
        keep;
        """);
    assertThat(fromParis("romeo")).containsExactly("stored 1");
    for (var mailbox : List.of("INBOX", "Lists/verona", "Archive"))
      assertThat(office.in("romeo", mailbox)).containsExactly(HELLO);
    assertThat(flags("Lists/verona")).isEqualTo(SystemFlag.SEEN.bit());
    assertThat(flags("Archive") & 31).isEqualTo(SystemFlag.FLAGGED.bit());
    assertThat(flags("Archive")).isGreaterThan(255);
    var account = office.mailAccount("romeo");
    assertThat(office.mail().mailboxes().subscriptions(account))
        .contains(new MailboxPath("Lists/verona"));
  }

  private long flags(String mailbox) {
    var account = office.mailAccount("romeo");
    var found =
        Objects.requireNonNull(office.mail().mailboxes().find(account, new MailboxPath(mailbox)));
    var where = new Where(account, found.id());
    return Objects.requireNonNull(office.mail().messages().snapshot(where)).flags(0);
  }

  @Test
  void the_same_mailbox_twice_is_one_message() throws IOException {
    office.script("romeo", "require \"fileinto\"; fileinto \"INBOX\"; fileinto \"inbox\"; keep;");
    fromParis("romeo");
    assertThat(office.inbox("romeo")).hasSize(1);
  }

  @Test
  void a_mailbox_that_is_not_there_means_the_inbox() throws IOException {
    office.script("romeo", "require \"fileinto\"; fileinto \"nowhere\";");
    assertThat(fromParis("romeo")).containsExactly("stored 1");
    assertThat(office.inbox("romeo")).containsExactly(HELLO);
    assertThat(office.story()).contains("there is no mailbox nowhere, so it is kept");
  }

  @Test
  void no_mailbox_is_made_with_a_name_that_is_for_those_of_others() throws IOException {
    office.script(
        "romeo",
        "require [\"fileinto\", \"mailbox\"]; fileinto :create \"Shared/info@example.test\";");
    assertThat(fromParis("romeo")).containsExactly("stored 1");
    assertThat(office.inbox("romeo")).containsExactly(HELLO);
    var account = office.mailAccount("romeo");
    var path = new MailboxPath("Shared/info@example.test");
    assertThat(office.mail().mailboxes().find(account, path)).isNull();
  }

  @Test
  void mailboxes_are_found_by_use_and_by_id() throws IOException {
    fromParis("romeo");
    var account = office.mailAccount("romeo");
    var drafts =
        Objects.requireNonNull(office.mail().mailboxes().find(account, new MailboxPath("Drafts")));
    office.script(
        "romeo",
        """
        require ["fileinto", "special-use", "mailboxid"];
        fileinto :specialuse "\\\\Trash" "gone";
        fileinto :mailboxid "F%d" "gone";
        """
            .formatted(drafts.id().value()));
    fromParis("romeo");
    assertThat(office.in("romeo", "Trash")).hasSize(1);
    assertThat(office.in("romeo", "Drafts")).hasSize(1);
    assertThat(office.inbox("romeo")).hasSize(1);
  }

  @Test
  void what_is_discarded_is_taken_and_nowhere() throws IOException {
    office.script("romeo", "discard;");
    assertThat(fromParis("romeo", "juliet")).containsExactly("stored 0", "stored 1");
    assertThat(office.inbox("romeo")).isEmpty();
    assertThat(office.story()).contains("the filter of romeo@example.test: discarded");
  }

  @Test
  void what_the_guard_takes_for_junk_stays_so_unless_a_filter_files_it() throws IOException {
    office.junk();
    office.script(
        "romeo", "require \"fileinto\"; if header \"Subject\" \"x\" { fileinto \"Archive\"; }");
    fromParis("romeo");
    assertThat(office.in("romeo", "Junk")).hasSize(1);
    office.script("romeo", "require \"fileinto\"; fileinto \"Archive\";");
    fromParis("romeo");
    assertThat(office.in("romeo", "Archive")).hasSize(1);
    office.script("romeo", "require \"fileinto\"; fileinto \"Junk\"; keep;");
    fromParis("romeo");
    assertThat(office.in("romeo", "Junk")).hasSize(2);
  }

  @Test
  void an_edited_message_is_stored_edited() throws IOException {
    office.script(
        "romeo", "require \"editheader\"; addheader \"X-Seen\" \"yes\"; deleteheader \"Subject\";");
    fromParis("romeo", "juliet");
    assertThat(office.inbox("romeo").getFirst())
        .contains("X-Seen: yes\r\n")
        .doesNotContain("Subject");
    assertThat(office.inbox("juliet")).containsExactly(HELLO);
  }

  // ---- reject

  private static final String REJECT = "require \"ereject\"; ereject \"not from you\\r\\nnever\";";

  @Test
  void a_single_recipient_refuses_in_the_dialogue() throws IOException {
    office.script("romeo", "require \"ereject\"; ereject \"not from you\";");
    assertThat(fromParis("romeo")).containsExactly("rejected: not from you");
    assertThat(office.inbox("romeo")).isEmpty();
  }

  @Test
  void by_lmtp_each_answers_for_himself() throws IOException {
    office.script("romeo", "require \"reject\"; reject \"not from you\";");
    assertThat(office.sendEach(office.stranger("paris@good.test"), HELLO, "juliet", "romeo"))
        .containsExactly("stored 1", "rejected: not from you");
    assertThat(office.inbox("juliet")).hasSize(1);
  }

  @Test
  void an_address_of_several_is_not_refused_because_of_one() throws IOException {
    office.script("romeo", REJECT);
    office.alias("both", "romeo@example.test", "juliet@example.test");
    assertThat(fromParis("both")).containsExactly("stored 2");
    assertThat(office.story()).contains("kept, since it can be refused no more");
  }

  @Test
  void what_was_joined_from_parts_can_be_refused_no_more_and_is_kept() throws IOException {
    office.script("romeo", REJECT);
    office.sendKept(office.stranger("paris@good.test"), HELLO, "romeo");
    assertThat(office.inbox("romeo")).containsExactly(HELLO);
  }

  @Test
  void of_what_was_joined_from_parts_our_own_users_are_told_by_a_report() throws IOException {
    office.script("romeo", REJECT);
    office.sendKept(office.user("nurse"), HELLO, "romeo");
    assertThat(office.inbox("romeo")).isEmpty();
    assertThat(office.inbox("nurse")).singleElement().asString().contains("Action: failed");
  }

  @Test
  void only_who_may_refuse_has_to_be_asked_alone() {
    office.script("romeo", "require \"reject\"; if false { reject \"no\"; }");
    office.script("juliet", "require \"reject\"; keep;");
    assertThat(office.decidesAlone("romeo")).isTrue();
    assertThat(office.decidesAlone("juliet")).isFalse();
    assertThat(office.decidesAlone("nurse")).isFalse();
    office.alias("both", "romeo@example.test", "juliet@example.test");
    assertThat(office.decidesAlone("both")).isFalse();
  }

  @Test
  void who_is_told_of_a_refusal_is_not_told_of_a_success() throws IOException {
    office.script("romeo", REJECT);
    var wanted = new Notify(Set.of(Notify.Event.SUCCESS, Notify.Event.FAILURE));
    office.send(office.user("nurse"), wanted, HELLO, "juliet", "romeo");
    assertThat(office.inbox("nurse")).hasSize(2);
    for (var report : office.inbox("nurse"))
      assertThat(report)
          .contains(
              report.contains("Action: failed")
                  ? "Final-Recipient: rfc822;romeo@example.test"
                  : "Final-Recipient: rfc822;juliet@example.test")
          .doesNotContain(
              report.contains("Action: failed")
                  ? "Final-Recipient: rfc822;juliet@example.test"
                  : "Final-Recipient: rfc822;romeo@example.test");
  }

  @Test
  void a_stranger_who_writes_to_others_as_well_is_refused_for_all() throws IOException {
    office.script("romeo", "require \"reject\"; reject \"not from you\";");
    assertThat(fromParis("juliet", "romeo"))
        .containsExactly("WITH_ANOTHER", "rejected: not from you");
    assertThat(office.inbox("juliet")).isEmpty();
    assertThat(office.queued()).isEmpty();
  }

  @Test
  void one_of_our_own_is_told_by_a_report_and_the_others_have_the_message() throws IOException {
    office.script("romeo", "require \"reject\"; reject \"not from you\";");
    assertThat(office.send(office.user("nurse"), HELLO, "juliet", "romeo"))
        .containsExactly("stored 1", "stored 0");
    assertThat(office.inbox("juliet")).hasSize(1);
    assertThat(office.inbox("romeo")).isEmpty();
    assertThat(office.inbox("nurse")).hasSize(1);
    assertThat(office.inbox("nurse").getFirst())
        .contains("Action: failed", "Status: 5.7.1", "not from you");
  }

  // ---- vacation

  private static final String AWAY =
      "require \"vacation\"; vacation :subject \"away\" \"I am in Mantua.\";";

  @Test
  void a_vacation_reply_goes_out_once_a_week() throws IOException {
    office.script("romeo", AWAY);
    assertThat(fromParis("romeo")).containsExactly("stored 1");
    assertThat(office.queued()).containsExactly(", reports to null, for paris@good.test");
    assertThat(office.queuedText())
        .contains(
            "From: romeo@example.test\r\n",
            "To: paris@good.test\r\n",
            "Subject: away\r\n",
            "In-Reply-To: <1@good.test>\r\n",
            "Auto-Submitted: auto-replied (vacation)\r\n",
            "I am in Mantua.");
    assertThat(office.story()).contains("a vacation reply to paris@good.test");
    fromParis("romeo");
    office.pass(Duration.ofDays(6));
    fromParis("romeo");
    assertThat(office.queued()).hasSize(1);
    office.pass(Duration.ofDays(2));
    fromParis("romeo");
    assertThat(office.queued()).hasSize(2);
    assertThat(office.inbox("romeo")).hasSize(4);
  }

  @Test
  void two_messages_at_once_get_one_reply() throws IOException {
    office.script("romeo", AWAY.replace(":subject", ":from \"romeo@example.test\" :subject"));
    office.meanwhile(() -> assertThatCode(() -> fromParis("romeo")).doesNotThrowAnyException());
    assertThat(fromParis("romeo")).containsExactly("stored 1");
    assertThat(office.inbox("romeo")).hasSize(2);
    assertThat(office.queued()).hasSize(1);
  }

  @Test
  void who_is_away_and_on_a_list_answers_once() throws IOException {
    office.list("all", "romeo@example.test");
    office.script("romeo", "require \"duplicate\"; if duplicate { discard; }");
    fromParis("romeo", "all");
    assertThat(office.inbox("romeo")).hasSize(1);
  }

  @Test
  void another_text_is_another_response() throws IOException {
    office.script("romeo", AWAY);
    fromParis("romeo");
    office.script("romeo", "require \"vacation\"; vacation \"I am in Padua.\";");
    fromParis("romeo");
    assertThat(office.queued()).hasSize(2);
  }

  @Test
  void nobody_and_lists_and_machines_are_not_answered() throws IOException {
    office.script("romeo", AWAY);
    office.send(PostOffice.NOBODY, HELLO, "romeo");
    var paris = office.stranger("paris@good.test");
    office.send(paris, "List-Id: <x.good.test>\r\n" + HELLO, "romeo");
    office.send(paris, "Auto-Submitted: auto-replied\r\n" + HELLO, "romeo");
    office.send(paris, HELLO.replace("To: romeo", "To: mercutio"), "romeo");
    office.send(office.stranger("owner-x@good.test"), HELLO, "romeo");
    assertThat(office.queued()).isEmpty();
    assertThat(office.inbox("romeo")).hasSize(5);
  }

  @Test
  void a_reply_is_in_no_name_but_the_owners() throws IOException {
    office.script(
        "romeo", AWAY.replace(":subject", ":from \"Nurse <nurse@example.test>\" :subject"));
    fromParis("romeo");
    assertThat(office.queuedText()).contains("From: romeo@example.test\r\n");
    assertThat(office.story())
        .contains("not from Nurse <nurse@example.test>: its owner may not send so");
  }

  @Test
  void a_reply_may_be_in_any_name_of_its_owner() throws IOException {
    office.script("romeo", AWAY.replace(":subject", ":from \"R <romeo+x@example.test>\" :subject"));
    fromParis("romeo");
    assertThat(office.queuedText()).contains("From: R <romeo+x@example.test>\r\n");
  }

  @Test
  void a_shared_mailbox_has_filters_and_answers_in_its_own_name() throws IOException {
    office.shared("info", "romeo");
    office.script(
        "info",
        "require [\"vacation\", \"fileinto\", \"imap4flags\"]; vacation :from \"I"
            + " <info@example.test>\" \"closed\"; fileinto :flags \"\\\\Seen\" \"INBOX\";");
    var message = HELLO.replace("To: romeo", "To: info");
    assertThat(office.send(office.stranger("paris@good.test"), message, "info"))
        .containsExactly("stored 1");
    assertThat(office.inbox("info")).hasSize(1);
    assertThat(office.queuedText()).contains("From: I <info@example.test>\r\n");
  }

  @Test
  void junk_is_not_answered() throws IOException {
    office.junk();
    office.script("romeo", AWAY);
    fromParis("romeo");
    assertThat(office.queued()).isEmpty();
  }

  @Test
  void a_reply_is_filed_where_the_script_wants_a_copy() throws IOException {
    office.script("romeo", "require [\"vacation\", \"fcc\"]; vacation :fcc \"Sent\" \"away\";");
    fromParis("romeo");
    assertThat(office.in("romeo", "Sent")).hasSize(1);
    assertThat(office.in("romeo", "Sent").getFirst()).contains("Auto: Hello");
  }

  @Test
  void a_message_that_is_refused_is_not_answered() throws IOException {
    office.account("small", office.quota(10, 0));
    office.script("small", AWAY);
    var to = HELLO.replace("To: romeo", "To: small");
    assertThat(office.send(office.stranger("paris@good.test"), to, "small"))
        .doesNotContain("stored 1");
    assertThat(office.queued()).isEmpty();
  }

  // ---- the others

  @Test
  void a_notification_tells_what_has_come() throws IOException {
    office.script(
        "romeo",
        "require \"enotify\"; notify :message \"mail from Paris\" \"mailto:juliet@example.test\";");
    fromParis("romeo");
    assertThat(office.inbox("romeo")).hasSize(1);
    assertThat(office.inbox("juliet")).hasSize(1);
    assertThat(office.inbox("juliet").getFirst())
        .contains("Subject: mail from Paris\r\n", "Auto-Submitted: auto-notified;");
  }

  @Test
  void a_duplicate_is_known_by_its_id() throws IOException {
    office.script("romeo", "require \"duplicate\"; if duplicate { discard; }");
    fromParis("romeo");
    fromParis("romeo");
    assertThat(office.inbox("romeo")).hasSize(1);
    office.pass(Duration.ofDays(8));
    fromParis("romeo");
    assertThat(office.inbox("romeo")).hasSize(2);
  }

  @Test
  void a_script_that_fails_loses_nothing_and_its_owner_is_told_once_a_day() throws IOException {
    office.script(
        "romeo",
        "require [\"ihave\", \"fileinto\"]; fileinto \"Archive\"; error \"it is broken\";");
    fromParis("romeo");
    assertThat(office.in("romeo", "Archive")).isEmpty();
    assertThat(office.inbox("romeo")).hasSize(2);
    assertThat(office.inbox("romeo").toString())
        .contains(HELLO)
        .contains("Subject: Your filter script has failed")
        .contains("it is broken");
    assertThat(office.story()).contains("failed and had no effect");
    fromParis("romeo");
    assertThat(office.inbox("romeo")).hasSize(3);
    office.pass(Duration.ofHours(25));
    fromParis("romeo");
    assertThat(office.inbox("romeo")).hasSize(5);
  }

  @Test
  void a_mistake_of_the_server_keeps_the_message_and_a_broken_disk_does_not() throws IOException {
    office.script("romeo", "require \"body\"; if body :contains \"x\" { discard; }");
    assertThat(
            office
                .filtered(
                    "romeo",
                    HELLO,
                    _ -> {
                      throw new IllegalStateException("a bug");
                    })
                .filings())
        .hasSize(1);
    assertThatThrownBy(() ->
            office.filtered(
                "romeo",
                HELLO,
                _ -> {
                  throw new UncheckedIOException(new IOException("no disk"));
                }))
        .isInstanceOf(UncheckedIOException.class);
    assertThatThrownBy(() ->
            office.filtered(
                "romeo",
                HELLO,
                _ -> {
                  throw new StorageException("no database");
                }))
        .isInstanceOf(StorageException.class);
  }

  @Test
  void the_administrators_scripts_run_before_and_after() throws Exception {
    var before =
        Files.writeString(
            folder.resolve("before.sieve"),
            "require \"fileinto\"; if header \"Subject\" \"bad\" { discard; }");
    var after =
        Files.writeString(
            folder.resolve("after.sieve"), "require \"fileinto\"; fileinto \"Archive\";");
    office.filters().read(new SiteScripts.Sources(List.of(before), List.of(after), null));
    office.script("romeo", "require \"fileinto\"; if true { fileinto \"Drafts\"; }");
    fromParis("romeo", "juliet");
    assertThat(office.in("romeo", "Drafts")).hasSize(1);
    assertThat(office.in("juliet", "Archive")).hasSize(1);
    office.send(
        office.stranger("paris@good.test"), HELLO.replace("Hello", "bad"), "romeo", "juliet");
    assertThat(office.in("romeo", "Drafts")).hasSize(1);
    assertThat(office.in("juliet", "Archive")).hasSize(1);
  }

  @Test
  void scripts_include_personal_and_global_ones() throws Exception {
    var global = Files.createDirectories(folder.resolve("global"));
    Files.writeString(global.resolve("house.sieve"), "require \"fileinto\"; fileinto \"Archive\";");
    office.filters().read(new SiteScripts.Sources(List.of(), List.of(), global));
    var account = office.mailAccount("romeo");
    office
        .filters()
        .scripts()
        .put(
            account,
            "mine",
            "require \"imap4flags\"; addflag \"\\\\Seen\";"
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    office.script(
        "romeo", "require \"include\"; include :personal \"mine\"; include :global \"house\";");
    fromParis("romeo");
    assertThat(office.in("romeo", "Archive")).hasSize(1);
  }

  @Test
  void members_of_a_list_have_their_filters_run() throws IOException {
    office.script("romeo", "discard;");
    office.alias("all", "romeo@example.test", "juliet@example.test");
    assertThat(fromParis("all")).containsExactly("stored 1");
    assertThat(office.inbox("juliet")).hasSize(1);
  }

  @Test
  void who_has_no_script_is_untouched_by_those_of_others() throws IOException {
    office.account("mercutio", AccountSettings.DEFAULT);
    office.script("romeo", REJECT);
    assertThat(fromParis("mercutio")).containsExactly("stored 1");
    assertThat(office.story()).doesNotContain("the filter of");
  }
}
