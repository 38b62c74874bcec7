package org.posthorn.domain.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.domain.filters.MailboxEvents;
import org.posthorn.domain.filters.MailboxEvents.Cause;
import org.posthorn.domain.filters.MailboxEvents.Event;
import org.posthorn.domain.mailbox.Annotation;
import org.posthorn.domain.mailbox.FlagChange;
import org.posthorn.domain.mailbox.FlagEdit;
import org.posthorn.domain.mailbox.Flags;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.domain.mailbox.Metadata;
import org.posthorn.domain.mailbox.MetadataOutcome;
import org.posthorn.domain.mailbox.Snapshot;
import org.posthorn.domain.mailbox.SystemFlag;
import org.posthorn.domain.mailbox.Uids;
import org.posthorn.domain.mailbox.Where;

/// What scripts of mailboxes do (RFC 6785), as the store shows it afterwards.
class MailboxEventsTest {

  private static final String MESSAGE =
      "Return-Path: <paris@good.test>\r\nFrom: paris@good.test\r\nSubject: Hello\r\n\r\ntext\r\n";

  private static final String REQUIRE =
      """
      require ["imapsieve", "environment", "imap4flags", "variables", "fileinto", "copy", "mailbox",
        "editheader", "enotify", "redirect-dsn", "envelope", "fcc", "ihave"];
      """;

  @TempDir private Path folder;
  private PostOffice office;

  @BeforeEach
  void open() throws IOException {
    office = new PostOffice(folder);
    office.send(office.stranger("paris@good.test"), MESSAGE, "romeo");
  }

  @AfterEach
  void close() {
    office.close();
  }

  /// romeo has this script for his INBOX.
  private void script(String text) {
    put("events", REQUIRE + text);
    annotate(inbox(), "events");
  }

  private void put(String name, String text) {
    var put =
        office.filters().scripts().put(office.mailAccount("romeo"), name, text.getBytes(UTF_8));
    assertThat(put.inWords()).isEqualTo("done");
  }

  private void annotate(Where where, String script) {
    var entry = new Annotation(MailboxEvents.ENTRY, script.getBytes(UTF_8), 0);
    assertThat(office.mail().metadata().set(where, List.of(entry)))
        .isInstanceOf(MetadataOutcome.Done.class);
    office.events().changed(where.account());
  }

  private Where inbox() {
    var account = office.mailAccount("romeo");
    var found =
        Objects.requireNonNull(office.mail().mailboxes().find(account, new MailboxPath("INBOX")));
    return new Where(account, found.id());
  }

  private Event event(Cause cause) {
    return new Event(cause, inbox(), "juliet", PostOffice.address("juliet"));
  }

  private void added(Cause cause) {
    office.events().added(event(cause), Uids.of(1));
  }

  private void flag(SystemFlag flag) {
    var before = snapshot();
    var edit = new FlagEdit(FlagChange.ADD, Flags.of(flag));
    office.mail().messages().storeFlags(inbox(), Uids.of(1), edit);
    office.events().flagged(event(Cause.FLAG), before, Uids.of(1));
  }

  private Snapshot snapshot() {
    return Objects.requireNonNull(office.mail().messages().snapshot(inbox()));
  }

  private Flags flags() {
    return snapshot().keywords().flags(snapshot().flags(0));
  }

  @Test
  void nothing_runs_where_no_mailbox_names_a_script() {
    assertThat(office.events().concern(inbox())).isFalse();
    put("events", "discard;");
    added(Cause.APPEND);
    assertThat(flags()).isEqualTo(Flags.NONE);
  }

  @Test
  void a_mailboxs_own_entry_counts_and_the_servers_without_it() {
    var server = new Where(office.mailAccount("romeo"), Metadata.SERVER);
    put("mark", REQUIRE + "addflag \"seen-it\";");
    annotate(server, "mark");
    assertThat(office.events().concern(inbox())).isTrue();
    added(Cause.COPY);
    assertThat(flags().keywords()).containsExactly("seen-it");
    annotate(inbox(), "");
    assertThat(office.events().concern(inbox())).isFalse();
    annotate(inbox(), "none of that name");
    added(Cause.COPY);
    assertThat(flags().keywords()).containsExactly("seen-it");
  }

  @Test
  void a_script_knows_who_did_what_and_where() {
    script(
        """
        if allof (environment "location" "MS", environment "phase" "post",
            environment "imap.user" "juliet", environment "imap.email" "juliet@example.test",
            environment "imap.mailbox" "INBOX", environment "imap.cause" "APPEND",
            environment "imap.changedflags" "") { addflag "right"; }
        """);
    added(Cause.APPEND);
    assertThat(flags().keywords()).containsExactly("right");
  }

  @Test
  void a_script_sees_the_flags_after_the_change_and_which_have_changed() {
    script(
        """
        if allof (environment "imap.cause" "FLAG", environment "imap.changedflags" "\\\\Flagged",
            hasflag "\\\\Flagged") { setflag ["\\\\Seen", "right"]; }
        """);
    flag(SystemFlag.FLAGGED);
    assertThat(flags()).isEqualTo(new Flags(Set.of(SystemFlag.SEEN), Set.of("right")));
  }

  @Test
  void flags_that_a_script_sets_on_what_has_come_are_an_event_once() {
    script(
        """
        if environment :matches "imap.cause" "*" { addflag "by-${1}"; }
        if hasflag "by-FLAG" { addflag "again"; }
        """);
    added(Cause.APPEND);
    assertThat(flags().keywords()).containsExactlyInAnyOrder("by-APPEND", "by-FLAG", "again");
  }

  @Test
  void what_is_filed_is_another_message_and_the_first_is_marked_deleted() throws IOException {
    script("fileinto :create :flags \"done\" \"Filed\";");
    added(Cause.COPY);
    assertThat(office.in("romeo", "Filed")).containsExactly(MESSAGE);
    assertThat(office.inbox("romeo")).containsExactly(MESSAGE);
    assertThat(flags().system()).containsExactly(SystemFlag.DELETED);
  }

  @Test
  void edits_reach_what_is_filed_and_not_what_is_kept() throws IOException {
    script("addheader \"X-Seen\" \"yes\"; fileinto :copy \"Archive\"; keep;");
    added(Cause.APPEND);
    assertThat(office.in("romeo", "Archive")).containsExactly("X-Seen: yes\r\n" + MESSAGE);
    assertThat(office.inbox("romeo")).containsExactly(MESSAGE);
    assertThat(flags()).isEqualTo(Flags.NONE);
  }

  @Test
  void what_is_discarded_is_marked_deleted_unless_it_is_kept_as_well() {
    script("keep; discard;");
    added(Cause.COPY);
    assertThat(flags()).isEqualTo(Flags.NONE);
    script("discard;");
    added(Cause.COPY);
    assertThat(flags().system()).containsExactly(SystemFlag.DELETED);
  }

  @Test
  void what_is_sent_on_is_from_the_owner_of_the_mailbox() throws IOException {
    script("redirect :copy :notify \"NEVER\" \"friar@other.test\";");
    added(Cause.APPEND);
    assertThat(office.queued())
        .containsExactly("romeo@example.test, reports to romeo@example.test, for friar@other.test");
    assertThat(office.queuedNotify()).containsExactly("NEVER");
    assertThat(office.queuedText())
        .startsWith("X-Sieve-Redirected-From: romeo@example.test\r\nFrom: paris@good.test\r\n");
    assertThat(flags()).isEqualTo(Flags.NONE);
  }

  @Test
  void what_is_sent_on_within_the_house_runs_the_filters_there() throws IOException {
    office.script("juliet", "require \"fileinto\"; fileinto \"Archive\";");
    script("redirect \"juliet@example.test\";");
    added(Cause.COPY);
    assertThat(office.in("juliet", "Archive")).hasSize(1);
    assertThat(flags().system()).containsExactly(SystemFlag.DELETED);
  }

  @Test
  void what_cannot_be_sent_on_is_kept() {
    script("redirect \"nobody@example.test\";");
    added(Cause.COPY);
    assertThat(flags()).isEqualTo(Flags.NONE);
  }

  @Test
  void a_notification_is_sent_and_filed() throws IOException {
    script("notify :message \"look\" :fcc \"Sent\" \"mailto:juliet@example.test\";");
    added(Cause.APPEND);
    assertThat(office.inbox("juliet")).singleElement().asString().contains("Subject: look\r\n");
    assertThat(office.in("romeo", "Sent")).singleElement().asString().contains("Subject: look\r\n");
    assertThat(flags()).isEqualTo(Flags.NONE);
  }

  @Test
  void a_script_that_fails_does_nothing_and_its_owner_is_told() throws IOException {
    script("fileinto \"Archive\"; if envelope \"from\" \"x\" { keep; }");
    added(Cause.COPY);
    added(Cause.COPY);
    assertThat(office.in("romeo", "Archive")).isEmpty();
    assertThat(flags()).isEqualTo(Flags.NONE);
    assertThat(office.inbox("romeo")).hasSize(2);
    assertThat(office.inbox("romeo").getLast()).contains("Your filter script has failed");
  }

  @Test
  void what_answers_to_new_mail_is_not_for_events() throws IOException {
    put("answers", "require [\"vacation\", \"fileinto\"]; fileinto \"Archive\";");
    annotate(inbox(), "answers");
    added(Cause.COPY);
    assertThat(office.in("romeo", "Archive")).isEmpty();
    assertThat(office.inbox("romeo").getLast()).contains("it requires what answers to new mail");
  }

  @Test
  void the_scripts_of_one_command_send_so_much_and_no_more() throws IOException {
    int count = MailboxEvents.MAX_SENT + 5;
    for (int i = 1; i < count; i++)
      office.send(office.stranger("paris@good.test"), MESSAGE, "romeo");
    script("redirect \"friar@other.test\";");
    var all = new int[count];
    for (int i = 0; i < count; i++) all[i] = i + 1;
    office.events().added(event(Cause.COPY), Uids.of(all));
    assertThat(office.queued()).hasSize(MailboxEvents.MAX_SENT);
    long kept = 0;
    var snapshot = snapshot();
    for (int i = 0; i < snapshot.size(); i++) if (snapshot.flags(i) == 0) kept++;
    assertThat(kept).isEqualTo(5);
  }
}
