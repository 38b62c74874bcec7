package org.posthorn.app;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.posthorn.domain.directory.AuditQuery;
import org.posthorn.domain.mailbox.Arrival;
import org.posthorn.domain.mailbox.Flags;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.NewEmail;
import org.posthorn.domain.mailbox.Uids;
import org.posthorn.domain.mailbox.Where;

/// The administrator's commands, on the store itself and through the socket of whoever owns it.
class AdministrationTest {
  @TempDir private Path folder;

  /// Who carries the commands out.
  enum Way {
    ALONE,
    THROUGH_THE_SOCKET
  }

  /// What stands for the server.
  private record Owner(@Nullable LocalAdministration local, @Nullable AdminSocket socket)
      implements AutoCloseable {
    @Override
    public void close() {
      if (socket != null) socket.close();
      if (local != null) local.close();
    }
  }

  private Owner owner(Way way) throws Exception {
    if (way == Way.ALONE) return new Owner(null, null);
    var config = ConfigReader.parse("server.data = '.'", folder.resolve("x"));
    var local = LocalAdministration.open(config);
    return new Owner(local, AdminSocket.open(folder, local));
  }

  private String ok(String... arguments) {
    var run = run(arguments);
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    return run.out();
  }

  private String refused(String... arguments) {
    var run = run(arguments);
    assertThat(run.exit()).isEqualTo(1);
    return run.err() + run.out();
  }

  private Run run(String... arguments) {
    var all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--data";
    all[arguments.length + 1] = folder.toString();
    return Run.of(all);
  }

  @ParameterizedTest
  @EnumSource
  void domains_are_added_listed_changed_and_removed(Way way) throws Exception {
    try (var _ = owner(way)) {
      assertThat(ok("domain", "list")).contains("There are no domains");
      assertThat(ok("domain", "add", "example.org")).isEqualTo("added example.org\n");
      ok("domain", "add", "example.net", "--same-as", "example.org");
      assertThat(refused("domain", "add", "example.org")).contains("here already");
      assertThat(refused("domain", "add", "not a domain")).contains("is not a domain name");
      ok("domain", "change", "example.org", "--separators", "", "--off");
      assertThat(ok("domain", "list", "--json"))
          .contains("\"plusSeparators\" : \"\"", "\"enabled\" : false", "\"sameAs\"");
      assertThat(ok("domain", "list")).contains("same as example.org");
      assertThat(refused("domain", "remove", "example.org")).contains("in use");
      ok("domain", "remove", "example.org", "--all");
      assertThat(ok("domain", "list")).contains("There are no domains");
    }
  }

  @ParameterizedTest
  @EnumSource
  void accounts_are_added_listed_changed_and_removed(Way way) throws Exception {
    try (var _ = owner(way)) {
      assertThat(refused("account", "add", "romeo@example.org")).contains("not one of our domains");
      ok("domain", "add", "example.org");
      assertThat(ok("account", "add", "romeo@example.org", "--quota", "5G", "--name", "Romeo"))
          .containsPattern("added romeo@example.org\npassword: [a-z0-9-]{23}\n");
      assertThat(refused("account", "add", "Romeo@Example.org")).contains("is an account already");
      assertThat(refused("account", "add", "x@example.org", "--quota", "lots")).contains("a size");
      assertThat(ok("account", "list")).contains("romeo@example.org", "5 GiB", "Romeo");
      assertThat(ok("account", "change", "romeo@example.org", "--admin", "--quota", "none"))
          .isEqualTo("changed romeo@example.org\n");
      assertThat(ok("account", "list", "--json", "rome"))
          .contains("\"admin\" : true", "\"quotaBytes\" : 0");
      ok("account", "change", "romeo@example.org", "--moved-to", "imap.example.net:1143");
      assertThat(ok("account", "list")).contains("admin, moved imap.example.net:1143");
      ok("account", "change", "romeo@example.org", "--quota", "1G");
      assertThat(ok("account", "list", "--json")).contains("moved imap.example.net:1143");
      assertThat(refused("account", "change", "romeo@example.org", "--better-at", "a/b"))
          .contains("\"a/b\" is not a server");
      assertThat(
              refused("account", "change", "romeo@example.org", "--not-moved", "--moved-to", "a"))
          .contains("Only one of");
      ok("account", "change", "romeo@example.org", "--not-moved");
      assertThat(ok("account", "list")).doesNotContain("imap.example.net");
      assertThat(ok("account", "change", "romeo@example.org", "--generate-password"))
          .contains("password: ");
      ok("account", "change", "romeo@example.org", "--address", "montague@example.org");
      assertThat(refused("account", "change", "romeo@example.org", "--off")).contains("no account");
      assertThat(ok("account", "remove", "montague@example.org")).contains("removed");
      assertThat(refused("account", "remove", "montague@example.org")).contains("no account");
      assertThat(ok("account", "list", "--json")).contains("\"accounts\" : [ ]");
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_index_is_shown_and_made_again(Way way) throws Exception {
    try (var _ = owner(way)) {
      ok("domain", "add", "example.org");
      ok("account", "add", "romeo@example.org");
      assertThat(ok("index", "status", "romeo@example.org", "--json"))
          .contains("\"messages\" : 0", "\"waiting\" : 0");
      assertThat(ok("index", "status")).isEqualTo("0 messages in 0 segments, 0 KiB; 0 wait\n");
      assertThat(ok("index", "rebuild", "romeo@example.org")).contains("0 messages are indexed");
      assertThat(ok("index", "rebuild")).contains("0 messages are indexed");
      assertThat(refused("index", "status", "x@example.org")).contains("no account");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_journal_rule_copies_to_a_mailbox_and_not_to_a_list(Way way) throws Exception {
    try (var _ = owner(way)) {
      ok("domain", "add", "example.org");
      ok("account", "add", "romeo@example.org");
      ok("list", "add", "ball@example.org", "--owner=romeo@example.org", "romeo@example.org");
      assertThat(refused("journal", "add", "*", "--to", "nurse@example.org"))
          .contains("leads to no mailbox");
      assertThat(refused("journal", "add", "*", "--to", "ball@example.org"))
          .contains("leads to no mailbox");
      assertThat(ok("journal", "add", "*", "--to", "romeo@example.org")).contains("rule 1 copies");
    }
  }

  @ParameterizedTest
  @EnumSource
  void shared_mailboxes_have_members_and_no_password(Way way) throws Exception {
    try (var _ = owner(way)) {
      ok("domain", "add", "example.org");
      ok("account", "add", "romeo@example.org");
      ok("account", "add", "nurse@example.org");
      assertThat(refused("shared", "add", "info@example.org", "--member", "x@example.org"))
          .contains("no accounts of people here: x@example.org");
      assertThat(
              ok("shared", "add", "info@example.org", "--member=romeo@example.org", "--quota=1G"))
          .isEqualTo("added info@example.org: 1 members, \\Seen is shared\n");
      assertThat(refused("shared", "members", "info@example.org", "--send-as=nurse@example.org"))
          .contains("is no member; add him first");
      assertThat(refused("shared", "members", "info@example.org", "--add=nurse@example.org=xyz"))
          .contains("\"xyz\" are no rights");
      assertThat(
              ok(
                  "shared",
                  "members",
                  "info@example.org",
                  "--add=nurse@example.org=read",
                  "--send-as=nurse@example.org",
                  "--seen=private"))
          .contains("nurse@example.org  lrs         yes");
      assertThat(ok("shared", "list")).contains("private", "nurse@example.org, romeo@example.org");
      assertThat(refused("account", "change", "info@example.org", "--generate-password"))
          .contains("nobody logs in to it");
      assertThat(refused("account", "remove", "nurse@example.org"))
          .contains("the shared mailbox info@example.org as a member");
      ok("account", "remove", "info@example.org");
      assertThat(ok("shared", "list")).doesNotContain("info@example.org");
    }
  }

  @ParameterizedTest
  @EnumSource
  void lists_are_added_shown_changed_and_removed(Way way) throws Exception {
    try (var _ = owner(way)) {
      ok("domain", "add", "example.org");
      ok("account", "add", "romeo@example.org");
      ok("account", "add", "nurse@example.org");
      assertThat(refused("list", "add", "ball@example.org", "romeo@example.org"))
          .contains("needs an owner");
      assertThat(
              ok(
                  "list",
                  "add",
                  "ball@example.org",
                  "--owner=nurse@example.org",
                  "romeo@example.org"))
          .isEqualTo(
              "added ball@example.org: 1 members, members may write, owned by nurse@example.org\n");
      assertThat(ok("list", "members", "ball@example.org", "--add", "friar@example.net"))
          .isEqualTo("romeo@example.org\nfriar@example.net\n");
      assertThat(ok("list", "list")).contains("ball@example.org", "members", "nurse@example.org");
      assertThat(ok("address", "test", "ball@example.org", "--from", "romeo@example.org"))
          .contains("mail is taken", "is a list of 2 members", "delivered to: romeo@example.org");
      assertThat(refused("address", "test", "ball@example.org"))
          .contains("list-closed", "only its members and owners may write");
      assertThat(ok("list", "change", "ball@example.org", "--posting", "anybody", "--max-size=1M"))
          .contains("anybody may write");
      ok("address", "test", "ball@example.org");
      assertThat(refused("list", "change", "ball@example.org", "--posting", "some"))
          .contains("anybody, members, owners, domain");
      ok("list", "members", "ball@example.org", "--take", "friar@example.net");
      assertThat(refused("account", "remove", "romeo@example.org"))
          .contains("the list ball@example.org");
      assertThat(ok("list", "remove", "ball@example.org")).contains("removed");
      assertThat(refused("list", "members", "ball@example.org")).contains("no list");
    }
  }

  @ParameterizedTest
  @EnumSource
  void disclaimers_are_set_shown_explained_and_removed(Way way) throws Exception {
    try (var _ = owner(way)) {
      ok("domain", "add", "example.org");
      ok("account", "add", "juliet@example.org");
      var note = Files.writeString(folder.resolve("note"), "Montague & Sons\n").toString();
      var mail = Files.writeString(folder.resolve("mail"), "Subject: x\n\nhi\n").toString();
      assertThat(ok("disclaimer", "set", "example.org", "outgoing", "--text", note))
          .contains("outgoing mail of example.org gets it");
      assertThat(refused("disclaimer", "set", "example.net", "outgoing", "--text", note))
          .contains("not one of our domains");
      assertThat(ok("disclaimer", "list")).contains("example.org", "outgoing", "Montague & Sons");
      var from = "--from=romeo@example.org";
      assertThat(ok("message", "explain", mail, from, "--to=friar@example.com"))
          .contains("outgoing mail of example.org", "was appended to text/plain, us-ascii, 7bit");
      assertThat(ok("message", "explain", mail, from, "--to=juliet@example.org"))
          .contains("internal mail of example.org", "has none for internal mail");
      ok("disclaimer", "remove", "example.org", "outgoing");
      assertThat(refused("disclaimer", "remove", "example.org", "outgoing")).contains("has no");
    }
  }

  @ParameterizedTest
  @EnumSource
  void scripts_are_checked_put_tried_and_removed(Way way) throws Exception {
    try (var _ = owner(way)) {
      ok("domain", "add", "example.org");
      ok("account", "add", "juliet@example.org");
      var whose = "--account=juliet@example.org";
      var text = "require \"fileinto\";\nif header \"Subject\" \"x\" { fileinto \"Archive\"; }\n";
      var script = Files.writeString(folder.resolve("main.sieve"), text).toString();
      var bad = Files.writeString(folder.resolve("bad.sieve"), "keep;\nkep;\n").toString();
      var mail = Files.writeString(folder.resolve("mail"), "Subject: x\n\nhi\n").toString();
      assertThat(ok("sieve", "check", script)).contains("it can be run");
      assertThat(refused("sieve", "check", bad)).contains("bad:2:1: error:");
      assertThat(refused("sieve", "put", bad, whose)).contains("bad:2:1: error:");
      assertThat(ok("sieve", "list", whose)).contains("no scripts");
      assertThat(ok("sieve", "put", script, whose)).isEqualTo("main is stored\n");
      assertThat(refused("sieve", "show", whose)).contains("has no active script");
      assertThat(ok("sieve", "activate", "main", whose)).contains("main runs from now on");
      assertThat(ok("sieve", "show", whose)).isEqualTo(text);
      assertThat(ok("sieve", "list", whose, "--json")).contains("\"active\" : true");
      assertThat(ok("sieve", "test", "-", mail, whose)).contains("main:2:", "filed into Archive");
      assertThat(ok("sieve", "test", script, mail, "--json")).contains("\"kind\" : \"test\"");
      assertThat(refused("sieve", "test", "-", mail)).contains("--account");
      assertThat(refused("sieve", "remove", "main", whose)).contains("is active");
      ok("sieve", "activate", "--none", whose);
      ok("sieve", "remove", "main", whose);
      assertThat(refused("sieve", "remove", "main", whose)).contains("no script of that name");
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_secret_behind_forwarded_mail_can_be_changed(Way way) throws Exception {
    try (var _ = owner(way)) {
      ok("domain", "add", "example.org");
      assertThat(ok("forwarding", "rotate")).contains("a new secret");
      assertThat(refused("address", "test", "SRS0=aaaaaaaa=aa=b.example=a@example.org"))
          .contains("stands for no sender: it was not made here");
    }
  }

  @ParameterizedTest
  @EnumSource
  void passwords_come_from_files_and_bad_ones_are_refused(Way way) throws Exception {
    try (var _ = owner(way)) {
      ok("domain", "add", "example.org");
      var weak = Files.writeString(folder.resolve("weak"), "password\n");
      var good = Files.writeString(folder.resolve("good"), "violet-gondola-7-harvest\n");
      var stored = Files.writeString(folder.resolve("stored"), "{PLAIN}secret\n");
      var bad = Files.writeString(folder.resolve("bad"), "{WHO}knows\n");
      assertThat(refused("account", "add", "a@example.org", "--password-file", weak.toString()))
          .contains("The password is refused")
          .doesNotContain("posthorn: posthorn");
      assertThat(ok("account", "add", "a@example.org", "--password-file", good.toString()))
          .isEqualTo("added a@example.org\n");
      ok("account", "add", "b@example.org", "--stored-password-file", stored.toString());
      ok("account", "add", "c@example.org", "--no-password");
      assertThat(
              refused("account", "add", "d@example.org", "--stored-password-file", bad.toString()))
          .contains("cannot be used");
    }
  }

  @ParameterizedTest
  @EnumSource
  void keys_are_made_activated_rotated_retired_and_removed(Way way) throws Exception {
    try (var _ = owner(way)) {
      assertThat(refused("dkim", "rotate", "example.org")).contains("not one of our domains");
      ok("domain", "add", "example.org");
      assertThat(ok("dkim", "list", "example.org")).contains("posthorn dkim rotate example.org");
      assertThat(ok("dkim", "add", "example.org", "--algorithm", "ed25519", "--selector", "ed"))
          .contains(
              "ed (ed25519-sha256): published",
              "ed._domainkey.example.org TXT v=DKIM1; k=ed25519; p=",
              "ed._domainkey.example.org. IN TXT ( \"v=DKIM1; k=ed25519; p=",
              "posthorn dkim activate example.org ed");
      assertThat(refused("dkim", "add", "example.org", "--algorithm", "dsa"))
          .contains("no algorithm dsa, only rsa and ed25519");
      assertThat(refused("dkim", "add", "example.org", "--algorithm", "rsa", "--bits", "512"))
          .contains("1024 to 4096 bits");
      assertThat(refused("dkim", "add", "example.org", "--algorithm", "rsa", "--selector", "a b"))
          .contains("not a selector");
      assertThat(ok("dkim", "activate", "example.org", "ed", "--force"))
          .contains("ed (ed25519-sha256): active");
      assertThat(refused("dkim", "remove", "example.org", "ed")).contains("retire it first");
      assertThat(ok("dkim", "rotate", "example.org", "--json"))
          .containsPattern("\"selector\" : \"[0-9]{8}e\"")
          .contains("\"state\" : \"published\"")
          .doesNotContain("PRIVATE");
      assertThat(ok("dkim", "retire", "example.org", "ed"))
          .contains("ed (ed25519-sha256): retired");
      assertThat(ok("dkim", "list", "example.org")).contains("SELECTOR", "retired", "published");
      assertThat(ok("dkim", "remove", "example.org", "ed"))
          .isEqualTo("removed ed; its record may go from DNS: ed._domainkey.example.org\n");
      assertThat(refused("dkim", "retire", "example.org", "ed")).contains("no key ed");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aliases_are_added_listed_changed_and_removed(Way way) throws Exception {
    try (var _ = owner(way)) {
      ok("domain", "add", "example.org");
      ok("account", "add", "romeo@example.org");
      ok("alias", "add", "info@example.org", "romeo@example.org", "friend@example.net");
      assertThat(refused("alias", "add", "x@example.org", "nobody@example.org"))
          .contains("do not exist");
      assertThat(ok("alias", "list"))
          .contains("info@example.org", "romeo@example.org", "friend@example.net");
      assertThat(ok("alias", "change", "info@example.org", "--take", "friend@example.net"))
          .isEqualTo("changed info@example.org -> romeo@example.org\n");
      assertThat(refused("account", "remove", "romeo@example.org")).contains("in use by", "--all");
      ok("alias", "change", "info@example.org", "--off");
      assertThat(ok("alias", "list", "--json")).contains("\"enabled\" : false");
      ok("account", "remove", "romeo@example.org", "--all");
      assertThat(ok("alias", "list", "--json")).contains("\"aliases\" : [ ]");
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_address_is_explained(Way way) throws Exception {
    try (var _ = owner(way)) {
      ok("domain", "add", "example.org");
      ok("account", "add", "romeo@example.org");
      assertThat(ok("address", "test", "romeo+lists@example.org", "--json"))
          .contains("\"verdict\" : \"accept\"", "\"romeo@example.org\"");
      assertThat(refused("address", "test", "nobody@example.org"))
          .contains("mail is refused (unknown-user)");
      assertThat(refused("address", "test", "x@elsewhere.example"))
          .contains("mail is refused (not-ours)");
      assertThat(ok("address", "test", "x@elsewhere.example", "--from", "romeo@example.org"))
          .contains("goes by the queue to another server: x@elsewhere.example");
    }
  }

  @ParameterizedTest
  @EnumSource
  void accounts_are_imported_and_each_refused_row_is_named(Way way) throws Exception {
    try (var _ = owner(way)) {
      ok("domain", "add", "example.org");
      ok("account", "add", "juliet@example.org");
      var file = folder.resolve("people.csv");
      Files.writeString(
          file,
          """
          address,name,password,quota
          romeo@example.org,"Montague, Romeo",wherefore,5G
          juliet@example.org,Juliet,x,
          nurse@elsewhere.example,,secret,
          not-an-address,,secret,
          friar@example.org,Laurence,{PLAIN}secret,lots
          """);
      var run = run("account", "import", file.toString());
      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.out())
          .contains("1 added, 1 were there already, 3 refused")
          .contains("line 4: nurse@elsewhere.example: ")
          .contains("line 5: not-an-address: ")
          .contains("line 6: friar@example.org: ");
      assertThat(ok("account", "list")).contains("Montague, Romeo", "5 GiB");
      assertThat(ok("account", "list", "--json", "juliet")).contains("\"displayName\" : \"\"");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_broken_file_imports_nothing(Way way) throws Exception {
    try (var _ = owner(way)) {
      ok("domain", "add", "example.org");
      var file = folder.resolve("people.csv");
      Files.writeString(file, "a@example.org,x,A,\nb@example.org,\"x\n");
      assertThat(refused("account", "import", file.toString()))
          .contains("line 2: a quoted field that does not end");
      Files.writeString(file, "address,pasword\n");
      assertThat(refused("account", "import", file.toString())).contains("mean \"password\"");
      Files.writeString(file, "a@example.org,x,Name, with comma,5G\n");
      assertThat(refused("account", "import", file.toString())).contains("needs quotes");
      assertThat(ok("account", "list", "--json")).contains("\"accounts\" : [ ]");
    }
  }

  @ParameterizedTest
  @EnumSource
  void more_rows_than_fit_a_request_are_imported_in_order(Way way) throws Exception {
    try (var _ = owner(way)) {
      ok("domain", "add", "example.org");
      var rows = new StringBuilder();
      for (int i = 0; i < 1_203; i++) rows.append("user%d@example.org,,User,\n".formatted(i));
      var file = Files.writeString(folder.resolve("people.csv"), rows);
      assertThat(ok("account", "import", file.toString(), "--json"))
          .contains("\"added\" : 1203", "\"refused\" : 0");
      assertThat(ok("check-store", "--full")).contains("1,203 accounts, 0 messages, no faults");
    }
  }

  /// Romeo has two letters, and deletes both.
  private void deleteTwoLetters() throws Exception {
    ok("domain", "add", "example.org");
    ok("account", "add", "romeo@example.org");
    var config = ConfigReader.parse("server.data = '.'", folder.resolve("x"));
    try (var store = Store.open(config, InstantSource.system(), new SecureRandom())) {
      var address = Words.address("romeo@example.org");
      var account = MailAccount.of(requireNonNull(store.directory().accounts().find(address)));
      for (var subject : List.of("=?utf-8?q?M=C3=B6hren?=", "balcony\u001b[31m")) {
        var text = "From: Nurse <nurse@example.com>\r\nSubject: " + subject + "\r\n\r\n.";
        var email = NewEmail.of(text.getBytes(StandardCharsets.UTF_8));
        var inbox = new Arrival.Target.Inbox();
        var arrival = new Arrival(account, inbox, email, Flags.NONE, Instant.EPOCH);
        store.mail().messages().store(List.of(arrival));
      }
      var inbox = new Where(account, store.mail().mailboxes().inbox(account).id());
      store.mail().messages().destroy(inbox, Uids.of(1, 2));
    }
  }

  @ParameterizedTest
  @EnumSource
  void deleted_messages_are_listed_and_put_back(Way way) throws Exception {
    deleteTwoLetters();
    try (var _ = owner(way)) {
      var romeo = "romeo@example.org";
      assertThat(ok("message", "deleted", romeo))
          .contains("Möhren", "balcony", "Nurse <nurse@example.com>", "INBOX", "1970-01-01")
          .contains("2 deleted messages are kept")
          .doesNotContain("\u001b");
      assertThat(ok("message", "deleted", romeo, "--text", "MÖHR"))
          .contains("Möhren")
          .doesNotContain("balcony");
      assertThat(ok("message", "deleted", romeo, "--mailbox", "Sent")).contains("none of these");
      var json = ok("message", "deleted", romeo, "--text", "balcony", "--json");
      assertThat(json).contains("\"kept\" : 2", "\"mailbox\" : \"INBOX\"");
      var id = json.replaceAll("(?s).*\"id\" : ([0-9]+).*", "$1");
      assertThat(refused("message", "restore", romeo)).contains("--since");
      assertThat(refused("message", "restore", romeo, "--since", "soon")).contains("--since");
      assertThat(refused("message", "restore", romeo, id, "--mailbox", "INBOX"))
          .contains("goes with --since");
      assertThat(refused("message", "restore", "juliet@example.org", id)).contains("no account");
      assertThat(ok("message", "restore", romeo, id)).isEqualTo("put back: 1\n");
      assertThat(ok("message", "restore", romeo, id)).contains("put back: 0; 1 are not among");
      assertThat(ok("message", "restore", romeo, "--since", "2h", "--mailbox", "INBOX"))
          .isEqualTo("put back: 1\n");
      assertThat(ok("message", "deleted", romeo)).isEqualTo("nothing can be put back\n");
      assertThat(ok("check-store", "--full")).contains("2 messages, no faults");
    }
    assertThat(audited()).containsExactly("restoredMessages: 1", "restoredMessages: 1");
  }

  private List<String> audited() throws Exception {
    var config = ConfigReader.parse("server.data = '.'", folder.resolve("x"));
    try (var store = Store.open(config, InstantSource.system(), new SecureRandom())) {
      return store.directory().audit(AuditQuery.newest(100)).stream()
          .map(entry -> entry.after().strip())
          .filter(after -> after.startsWith("restored"))
          .toList();
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_maildir_is_imported_and_what_is_damaged_in_it_is_named(Way way) throws Exception {
    try (var _ = owner(way)) {
      ok("domain", "add", "example.org");
      ok("account", "add", "romeo@example.org", "--no-password");
      var cur = Files.createDirectories(folder.resolve("Maildir/cur"));
      var maildir = folder.resolve("Maildir").toString();
      Files.writeString(cur.resolve("1.a:2,S"), "Subject: x\n\nx\n");
      assertThat(ok("mail", "import", "romeo@example.org", "--maildir", maildir))
          .isEqualTo("1 messages imported, 0 were here already, 0 left out\n");
      Files.createFile(cur.resolve("2.b:2,S"));
      assertThat(refused("mail", "import", "romeo@example.org", "--maildir", maildir))
          .contains("2.b:2,S: it cannot be read: it is empty")
          .contains("0 messages imported, 1 were here already, 1 left out");
      assertThat(refused("mail", "import", "romeo@example.org", "--maildir", maildir + "/no"))
          .contains("no folder that the server can read");
      assertThat(refused("mail", "import", "nobody@example.org", "--maildir", maildir))
          .contains("There is no account nobody@example.org");
      assertThat(ok("check-store", "--full")).contains("1 messages, no faults");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_fresh_store_has_no_faults(Way way) throws IOException, Exception {
    try (var _ = owner(way)) {
      assertThat(ok("check-store")).contains("no faults");
    }
  }
}
