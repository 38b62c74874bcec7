package org.posthorn.domain.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.domain.directory.AccountSettings;
import org.posthorn.domain.mailbox.Annotation;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.domain.mailbox.Metadata;
import org.posthorn.domain.mailbox.MetadataOutcome;
import org.posthorn.domain.mailbox.Where;

/// What scripts may ask of the store and the directory.
class ScriptQuestionsTest {

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

  private static final String REQUIRE =
      """
      require ["fileinto", "mboxmetadata", "servermetadata", "extlists", "envelope", "variables",
        "relational", "comparator-i;ascii-numeric"];
      """;

  /// Whether a test is true for a message from somebody to romeo.
  private boolean holds(String test, String from) throws IOException {
    office.script("romeo", REQUIRE + "if " + test + " { fileinto \"Archive\"; }");
    int before = office.in("romeo", "Archive").size();
    assertThat(
            office.send(
                office.stranger("paris@good.test"), "From: " + from + "\r\n\r\nx\r\n", "romeo"))
        .containsExactly("stored 1");
    return office.in("romeo", "Archive").size() > before;
  }

  private boolean holds(String test) throws IOException {
    return holds(test, "paris@good.test");
  }

  // ---- RFC 5490

  private void annotate(@Nullable String mailbox, String entry, String value) {
    var account = office.mailAccount("romeo");
    office.mail().mailboxes().open(account);
    var id =
        mailbox == null
            ? Metadata.SERVER
            : Objects.requireNonNull(
                    office.mail().mailboxes().find(account, new MailboxPath(mailbox)))
                .id();
    var set =
        office
            .mail()
            .metadata()
            .set(new Where(account, id), List.of(new Annotation(entry, value.getBytes(UTF_8), 0)));
    assertThat(set).isInstanceOf(MetadataOutcome.Done.class);
  }

  @Test
  void annotations_of_mailboxes_are_what_imap_shows() throws IOException {
    annotate("INBOX", "/private/comment", "Meine Post ü");
    assertThat(holds("metadata :is \"inbox\" \"/private/Comment\" \"Meine Post ü\"")).isTrue();
    assertThat(holds("metadata :is \"Archive\" \"/private/comment\" \"Meine Post ü\"")).isFalse();
    assertThat(holds("metadata :contains \"nowhere\" \"/private/comment\" \"\"")).isFalse();
    assertThat(holds("metadata :contains \"INBOX\" \"nonsense\" \"\"")).isFalse();
    assertThat(holds("metadata :is \"Drafts\" \"/private/specialuse\" \"\\\\Drafts\"")).isTrue();
    assertThat(holds("metadataexists \"INBOX\" [\"/private/comment\"]")).isTrue();
    assertThat(holds("metadataexists \"INBOX\" [\"/private/comment\", \"/shared/comment\"]"))
        .isFalse();
  }

  @Test
  void annotations_of_the_server_are_what_imap_shows() throws IOException {
    annotate(null, "/private/vendor/x/uri", "mailto:juliet@example.test");
    assertThat(holds("servermetadata :matches \"/private/vendor/x/uri\" \"mailto:*\"")).isTrue();
    assertThat(holds("servermetadataexists \"/private/vendor/x/other\"")).isFalse();
    assertThat(holds("servermetadata \"/shared/admin\" \"mailto:postmaster@example.test\""))
        .isTrue();
    var common = new HashMap<String, byte @Nullable []>();
    common.put("/shared/vendor/x/motd", "Closed on Monday".getBytes(UTF_8));
    office.directory().annotations().set(common);
    assertThat(holds("servermetadata :contains \"/shared/vendor/x/motd\" \"monday\"")).isTrue();
  }

  // ---- RFC 6134

  @Test
  void the_address_book_is_the_house() throws IOException {
    var known = "header :list \"from\" \":addrbook:default\"";
    assertThat(holds(known, "Juliet <JULIET@example.test>")).isTrue();
    assertThat(holds(known, "juliet+x@example.test")).isTrue();
    assertThat(holds(known, "nobody@example.test")).isFalse();
    assertThat(holds(known, "paris@good.test")).isFalse();
    assertThat(holds(known, "juliet@example.test, paris@good.test")).isFalse();
    assertThat(
            holds("address :list \"from\" \":AddrBook:%44efault\"", "Nurse <nurse@example.test>"))
        .isTrue();
  }

  @Test
  void ones_own_addresses_are_a_list() throws IOException {
    office.alias("montague", "romeo@example.test");
    var own = "address :list \"from\" \":addrbook:own\"";
    assertThat(holds(own, "montague@example.test")).isTrue();
    assertThat(holds(own, "romeo+x@example.test")).isTrue();
    assertThat(holds(own, "juliet@example.test")).isFalse();
  }

  @Test
  void lists_and_groups_are_there_for_those_who_belong_to_them() throws IOException {
    office.list("friends", "romeo@example.test", "paris@good.test");
    office.list("capulets", "juliet@example.test");
    office.alias("both", "romeo@example.test", "juliet@example.test");
    var friend = "address :list \"from\" \"tag:example.test,2026:friends\"";
    assertThat(holds(friend, "Paris <PARIS@good.test>")).isTrue();
    assertThat(holds(friend, "romeo+x@example.test")).isTrue();
    assertThat(holds(friend, "juliet@example.test")).isFalse();
    assertThat(holds("header :list \"from\" \"tag:example.test,2026:both\"", "juliet@example.test"))
        .isTrue();
    assertThat(holds("valid_ext_list [\"tag:example.test,2026:friends\", \":addrbook:own\"]"))
        .isTrue();
    for (var other :
        List.of(
            "tag:example.test,2026:capulets",
            "tag:example.test,2026:nothing",
            "tag:other.test,2026:friends",
            "tag:example.test,2025:friends",
            ":addrbook:others",
            "http://example.test/friends"))
      assertThat(holds("valid_ext_list \"" + other + "\"")).as(other).isFalse();
  }

  @Test
  void a_list_that_is_not_there_is_a_fault_and_the_message_is_kept() throws IOException {
    office.script("romeo", REQUIRE + "if header :list \"from\" \"tag:x,2026:y\" { discard; }");
    office.send(office.stranger("paris@good.test"), "From: paris@good.test\r\n\r\nx\r\n", "romeo");
    assertThat(office.inbox("romeo")).hasSize(2);
    assertThat(office.story()).contains("failed and had no effect");
  }

  @Test
  void a_list_gets_what_is_sent_to_it_by_its_own_rules() throws IOException {
    office.list("friends", "romeo@example.test", "paris@good.test");
    office.script("romeo", REQUIRE + "redirect :list \"tag:example.test,2026:friends\";");
    var message = "Subject: x\r\n\r\nx\r\n";
    office.send(office.stranger("tybalt@good.test"), message, "romeo");
    assertThat(office.queued()).singleElement().asString().startsWith("friends-owner@example.test");
    assertThat(office.queuedText()).contains("List-Id: \"A list\" <friends.example.test>");
  }

  @Test
  void a_small_house_can_be_written_to_as_a_whole_and_a_large_one_cannot() throws IOException {
    office.script("romeo", REQUIRE + "redirect :list \":addrbook:default\";");
    var message = "Subject: x\r\n\r\nx\r\n";
    assertThat(office.send(office.stranger("tybalt@good.test"), message, "romeo"))
        .containsExactly("stored 2");
    assertThat(office.inbox("juliet")).containsExactly(message);
    assertThat(office.inbox("romeo")).isEmpty();
    for (int i = 0; i < 99; i++) office.account("guest" + i, AccountSettings.DEFAULT);
    office.send(office.stranger("tybalt@good.test"), message, "romeo");
    assertThat(office.inbox("juliet")).hasSize(1);
    assertThat(office.inbox("romeo")).hasSize(2);
    assertThat(office.story()).contains("failed and had no effect");
  }

  @Test
  void a_run_asks_lists_so_often_and_no_more() throws IOException {
    office.script("romeo", REQUIRE + "if header :list \"x\" \":addrbook:default\" { discard; }");
    var many =
        IntStream.range(0, 1_001)
            .mapToObj("X: u%d@good.test\r\n"::formatted)
            .collect(Collectors.joining());
    office.send(office.stranger("tybalt@good.test"), many + "\r\nx\r\n", "romeo");
    assertThat(office.story()).contains("failed and had no effect");
  }

  // ---- RFC 5437

  @Test
  void there_is_no_chat_to_notify_by() throws IOException {
    var require = REQUIRE.replace("\"fileinto\"", "\"fileinto\", \"enotify\"");
    office.script(
        "romeo",
        require
            + "if anyof (valid_notify_method \"xmpp:romeo@im.example.test\","
            + " notify_method_capability \"xmpp:romeo@im.example.test\" \"online\" [\"yes\","
            + " \"no\", \"maybe\"]) { discard; }");
    office.send(office.stranger("paris@good.test"), "Subject: x\r\n\r\nx\r\n", "romeo");
    assertThat(office.inbox("romeo")).hasSize(1);
    office.script("romeo", require + "notify \"xmpp:romeo@im.example.test\"; discard;");
    office.send(office.stranger("paris@good.test"), "Subject: x\r\n\r\nx\r\n", "romeo");
    assertThat(office.story()).contains("failed and had no effect");
  }
}
