package org.posthorn.wire.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.wire.imap.FetchAttribute.Item;
import org.posthorn.wire.imap.WithMailbox.StoreAction;

class CommandParserTest {

  private static final MailboxName BOX = new MailboxName("box");

  static SequenceSet set(String text) {
    try {
      return ((WithMailbox.Copy) Wire.parse("COPY " + text + " x")).messages();
    } catch (ImapSyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /// Commands with their meaning. `«…»` marks an astring or string, which every test then writes in
  /// each form that the grammar allows.
  static Map<String, ImapCommand> valid() {
    var table = new LinkedHashMap<String, ImapCommand>();
    anyState(table);
    afterLogin(table);
    selectParameters(table);
    withMailbox(table);
    return table;
  }

  private static void anyState(Map<String, ImapCommand> table) {
    table.put("CAPABILITY", new InAnyState.Capability());
    table.put("noop", new InAnyState.Noop());
    table.put("LogOut", new InAnyState.Logout());
    table.put("ID NIL", new InAnyState.Id(List.of()));
    table.put("ID ()", new InAnyState.Id(List.of()));
    table.put(
        "ID (\"name\" \"sodr\" \"version\" NIL)",
        new InAnyState.Id(List.of(new IdField("name", "sodr"), new IdField("version", null))));
    table.put("LANGUAGE", new InAnyState.Language(List.of()));
    table.put("language «fr-CA» en", new InAnyState.Language(List.of("fr-CA", "en")));
    table.put("COMPARATOR", new AfterLogin.Comparator(List.of()));
    table.put("COMPARATOR \"cz;*\" i;basic", new AfterLogin.Comparator(List.of("cz;*", "i;basic")));
    table.put("STARTTLS", new BeforeLogin.StartTls());
    table.put("AUTHENTICATE scram-sha-256", new BeforeLogin.Authenticate("SCRAM-SHA-256", null));
    table.put("LOGIN «juliet» «secret»", new BeforeLogin.Login("juliet", "secret"));
    table.put("LOGIN \"a b\" \"q\\\"\\\\\"", new BeforeLogin.Login("a b", "q\"\\"));
    table.put("LOGIN x]y {0}\r\n", new BeforeLogin.Login("x]y", ""));
  }

  private static void afterLogin(Map<String, ImapCommand> table) {
    table.put(
        "ENABLE imap4rev2 UTF8=ACCEPT",
        new AfterLogin.Enable(List.of(Capability.IMAP4REV2, Capability.UTF8_ACCEPT)));
    table.put("CREATE «box»", new AfterLogin.Create(BOX, Set.of()));
    table.put("CREATE box/", new AfterLogin.Create(BOX, Set.of()));
    table.put(
        "CREATE «box» (USE (\\Drafts \\sent))",
        new AfterLogin.Create(BOX, Set.of(SpecialUse.DRAFTS, SpecialUse.SENT)));
    table.put("CREATE box (USE ())", new AfterLogin.Create(BOX, Set.of()));
    table.put("DELETE «box»", new AfterLogin.Delete(BOX));
    table.put("RENAME «iNboX» «box»", new AfterLogin.Rename(MailboxName.INBOX, BOX));
    table.put("SUBSCRIBE «box»", new AfterLogin.Subscribe(BOX));
    table.put("UNSUBSCRIBE «box»", new AfterLogin.Unsubscribe(BOX));
    table.put("NAMESPACE", new AfterLogin.Namespace());
    table.put(
        "STATUS «box» (MESSAGES uidnext HIGHESTMODSEQ)",
        new AfterLogin.Status(
            BOX, Set.of(StatusItem.MESSAGES, StatusItem.UIDNEXT, StatusItem.HIGHESTMODSEQ)));
    table.put("IDLE", new AfterLogin.Idle());
    table.put("NOTIFY none", new AfterLogin.NotifyNone());
    table.put(
        "NOTIFY set status (selected-DELAYED (messagenew (UID FLAGS) MESSAGEEXPUNGE)) (subtree"
            + " («box» «inbox») NONE)",
        new AfterLogin.NotifySet(
            true,
            List.of(
                new NotifyGroup(
                    SearchSource.SELECTED,
                    true,
                    Set.of(NotifyEvent.MESSAGE_NEW, NotifyEvent.MESSAGE_EXPUNGE),
                    List.of(Item.UID, Item.FLAGS)),
                new NotifyGroup(
                    new SearchSource(SearchSource.Kind.SUBTREE, List.of(BOX, MailboxName.INBOX)),
                    false,
                    Set.of(),
                    List.of()))));
    table.put("GETQUOTA «»", new AfterLogin.GetQuota(""));
    table.put("GETQUOTAROOT «INBOX»", new AfterLogin.GetQuotaRoot(MailboxName.INBOX));
    table.put(
        "SETQUOTA «» (storage 512 MESSAGE 9)",
        new AfterLogin.SetQuota(
            "", List.of(new QuotaLimit("STORAGE", 512), new QuotaLimit("MESSAGE", 9))));
    table.put("LSUB «» «%»", new AfterLogin.Lsub("", new MailboxPattern("%")));
    list(table);
  }

  private static void list(Map<String, ImapCommand> table) {
    table.put("LIST \"\" *", listed(Set.of(), "", List.of("*"), Set.of(), Set.of()));
    table.put("LIST «» «a/%»", listed(Set.of(), "", List.of("a/%"), Set.of(), Set.of()));
    table.put("LIST «x/» \"\"", listed(Set.of(), "x/", List.of(""), Set.of(), Set.of()));
    table.put(
        "LIST (SUBSCRIBED RECURSIVEMATCH) «» («a» «b*») RETURN (CHILDREN STATUS (SIZE UNSEEN))",
        listed(
            Set.of(ListSelection.SUBSCRIBED, ListSelection.RECURSIVEMATCH),
            "",
            List.of("a", "b*"),
            Set.of(ListReturn.SUBSCRIBED, ListReturn.CHILDREN),
            Set.of(StatusItem.SIZE, StatusItem.UNSEEN)));
    table.put(
        "LIST () \"\" % RETURN (SPECIAL-USE)",
        listed(Set.of(), "", List.of("%"), Set.of(ListReturn.SPECIAL_USE), Set.of()));
    table.put("LIST \"\" % RETURN ()", listed(Set.of(), "", List.of("%"), Set.of(), Set.of()));
  }

  private static ImapCommand listed(
      Set<ListSelection> selection,
      String reference,
      List<String> patterns,
      Set<ListReturn> returns,
      Set<StatusItem> items) {
    return new AfterLogin.ListMailboxes(
        selection,
        reference,
        patterns.stream().map(MailboxPattern::new).toList(),
        returns,
        items,
        List.of());
  }

  private static void selectParameters(Map<String, ImapCommand> table) {
    table.put("SELECT «box»", new AfterLogin.Select(BOX, SelectParameters.NONE));
    table.put(
        "EXAMINE «box» (CONDSTORE)", new AfterLogin.Examine(BOX, new SelectParameters(true, null)));
    table.put(
        "SELECT box (QRESYNC (67890007 20050715194045000 41,43:211,214:541))",
        new AfterLogin.Select(
            BOX,
            new SelectParameters(
                false,
                new SelectParameters.Qresync(
                    67890007L, 20050715194045000L, set("41,43:211,214:541"), null))));
    table.put(
        "SELECT box (QRESYNC (9 7 (1,2 5,6)) CONDSTORE)",
        new AfterLogin.Select(
            BOX,
            new SelectParameters(
                true,
                new SelectParameters.Qresync(
                    9, 7, null, new SelectParameters.SequenceMatch(set("1,2"), set("5,6"))))));
    table.put(
        "SELECT box (QRESYNC (9 7 1:3 (1 2)))",
        new AfterLogin.Select(
            BOX,
            new SelectParameters(
                false,
                new SelectParameters.Qresync(
                    9, 7, set("1:3"), new SelectParameters.SequenceMatch(set("1"), set("2"))))));
  }

  private static void withMailbox(Map<String, ImapCommand> table) {
    table.put("CHECK", new WithMailbox.Check());
    table.put("CLOSE", new WithMailbox.Close());
    table.put("UNSELECT", new WithMailbox.Unselect());
    table.put("EXPUNGE", new WithMailbox.Expunge(null));
    table.put("UID EXPUNGE 1:*", new WithMailbox.Expunge(set("1:*")));
    table.put("COPY $ «box»", new WithMailbox.Copy(NumberedBy.SEQUENCE, SequenceSet.SAVED, BOX));
    table.put(
        "UID COPY 4294967295 box", new WithMailbox.Copy(NumberedBy.UID, set("4294967295"), BOX));
    table.put("MOVE 2,4:1 «box»", new WithMailbox.Move(NumberedBy.SEQUENCE, set("2,4:1"), BOX));
    table.put("UID MOVE 2 box", new WithMailbox.Move(NumberedBy.UID, set("2"), BOX));
    table.put("STORE 1 FLAGS ()", store(NumberedBy.SEQUENCE, null, StoreAction.REPLACE, false));
    table.put(
        "UID STORE 1 +FLAGS.SILENT (\\Seen $Forwarded \\seen)",
        store(
            NumberedBy.UID,
            null,
            StoreAction.ADD,
            true,
            Flag.SystemFlag.SEEN,
            Flag.Keyword.FORWARDED));
    table.put(
        "STORE 1 (UNCHANGEDSINCE 320162338) -FLAGS \\Deleted custom",
        store(
            NumberedBy.SEQUENCE,
            320162338L,
            StoreAction.REMOVE,
            false,
            Flag.SystemFlag.DELETED,
            new Flag.Keyword("custom")));
    table.put(
        "FETCH 1 FAST",
        new WithMailbox.Fetch(
            NumberedBy.SEQUENCE,
            set("1"),
            List.of(Item.FLAGS, Item.INTERNALDATE, Item.RFC822_SIZE),
            null,
            null));
    table.put(
        "UID FETCH 1:* (FLAGS) (CHANGEDSINCE 12345 VANISHED)",
        new WithMailbox.Fetch(
            NumberedBy.UID,
            set("1:*"),
            List.of(Item.UID, Item.FLAGS, Item.MODSEQ),
            new WithMailbox.ChangedSince(12345, true),
            null));
  }

  private static ImapCommand store(
      NumberedBy numbers, @Nullable Long since, StoreAction action, boolean silent, Flag... flags) {
    return new WithMailbox.Store(numbers, set("1"), since, action, silent, List.of(flags));
  }

  static List<String> validCommands() {
    return List.copyOf(valid().keySet());
  }

  @ParameterizedTest
  @MethodSource("validCommands")
  void valid_command_is_understood_in_every_form_of_its_strings(String command) throws Exception {
    var expected = Objects.requireNonNull(valid().get(command));
    for (var form : Forms.of(command)) {
      assertThat(Wire.parse(form)).as(form).isEqualTo(expected);
      assertThat(Wire.parse(form).name()).isEqualTo(expected.name());
    }
  }

  @ParameterizedTest
  @MethodSource("validCommands")
  void nothing_may_follow_a_command_and_nothing_may_be_missing(String command) {
    for (var form : Forms.of(command)) {
      if (!form.endsWith("\\Deleted custom"))
        assertThatThrownBy(() -> Wire.parse(form + " "))
            .as(form)
            .isInstanceOf(ImapSyntaxException.class);
      assertThatThrownBy(() -> Wire.parse(form + ")"))
          .as(form)
          .isInstanceOf(ImapSyntaxException.class);
    }
  }

  // sizes: a table
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "FOO",
        "FOO {3}\r\nabc",
        "CAPABILITY x",
        "LOGIN x",
        "LOGIN  x y",
        "LOGIN x y z",
        "LOGIN x \"y",
        "LOGIN x \"y\\z\"",
        "LOGIN x \"\u0000\"",
        "LOGIN x y{3}\r\nabc",
        "LOGIN x {3}\r\nab\u0000",
        "LOGIN (x) y",
        "AUTHENTICATE",
        "AUTHENTICATE PLAIN !!!!",
        "AUTHENTICATE PLAIN abc",
        "ID",
        "ID (name x)",
        "ID (\"name\")",
        "ENABLE",
        "ENABLE ",
        "SELECT",
        "SELECT box ()",
        "SELECT box (FOO)",
        "SELECT &AAA",
        "SELECT \"&Jjo!\"",
        "SELECT caf\u00e9",
        "SELECT \"caf\u00e9\"",
        "SELECT box (QRESYNC (1))",
        "SELECT box (QRESYNC (0 5))",
        "SELECT box (QRESYNC (1 0))",
        "SELECT box (QRESYNC (1 5 1:*))",
        "SELECT box (QRESYNC (1 5 $))",
        "SELECT box (QRESYNC (1 5 (1:2)))",
        "CREATE box (FOO)",
        "CREATE box ()",
        "STATUS box",
        "STATUS box ()",
        "STATUS box (FOO)",
        "STATUS box MESSAGES",
        "LIST \"\"",
        "LIST (RECURSIVEMATCH) \"\" *",
        "LIST (REMOTE RECURSIVEMATCH) \"\" *",
        "LIST (FOO) \"\" *",
        "LIST \"\" * RETURN",
        "LIST \"\" * RETURN (FOO)",
        "LIST \"\" () RETURN (CHILDREN)",
        "LIST \"\" * RETURN (STATUS)",
        "SETQUOTA \"\" STORAGE 5",
        "SETQUOTA \"\" (STORAGE)",
        "SETQUOTA \"\" (STORAGE -1)",
        "UID",
        "UID NOOP",
        "UID FETCH",
        "UID EXPUNGE",
        "EXPUNGE 1",
        "COPY 0 box",
        "COPY 01 box",
        "COPY 1: box",
        "COPY 1, box",
        "COPY :1 box",
        "COPY 4294967296 box",
        "COPY 1;2 box",
        "COPY 1",
        "STORE 1 FOO (\\Seen)",
        "STORE 1 FLAGS",
        "STORE 1 FLAGS (\\Seen",
        "STORE 1 FLAGS (\\Recent)",
        "STORE 1 FLAGS (\\*)",
        "STORE 1 FLAGS (a(b)",
        "STORE 1 (UNCHANGEDSINCE) FLAGS ()",
        "STORE 1 (UNCHANGEDSINCE 9223372036854775808) FLAGS ()",
        "STORE 1 +-FLAGS ()",
        "FETCH 1",
        "FETCH 1 ()",
        "FETCH 1 FOO",
        "FETCH 1 (FLAGS",
        "FETCH 1 (FAST)",
        "FETCH 1 BODY[",
        "FETCH 1 BODY[MIME]",
        "FETCH 1 BODY[0]",
        "FETCH 1 BODY[1.]",
        "FETCH 1 BODY[1.FOO]",
        "FETCH 1 BODY[HEADER.FIELDS]",
        "FETCH 1 BODY[HEADER.FIELDS ()]",
        "FETCH 1 BODY[]<0>",
        "FETCH 1 BODY[]<0.0>",
        "FETCH 1 BINARY[TEXT]",
        "FETCH 1 BINARY[1.]",
        "FETCH 1 BINARY.SIZE[1]<0.1>",
        "FETCH 1 FLAGS (VANISHED)",
        "FETCH 1 FLAGS (CHANGEDSINCE 5 VANISHED)",
        "UID FETCH 1 FLAGS (VANISHED)",
        "APPEND box",
        "APPEND box (\\Seen)",
        "APPEND box \"nonsense\" {1}\r\nx",
        "APPEND box {1}\r\nxy",
        "APPEND box UTF8 ({1}\r\nx)",
        "APPEND box UTF8 (~{1}\r\nx",
      })
  void invalid_command_is_bad_and_keeps_its_tag(String command) {
    assertThatThrownBy(() -> Wire.parse(command))
        .isInstanceOfSatisfying(
            ImapSyntaxException.class,
            e -> {
              assertThat(e.tag()).isEqualTo(new Tag("a"));
              assertThat(e.reply().condition()).isEqualTo(Condition.BAD);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "+ NOOP", "(a) NOOP", "\u00e9 NOOP", "{5}\r\nabcde NOOP"})
  void line_without_a_tag_has_none(String line) {
    assertThatThrownBy(() -> Wire.tagged(line, WireMode.REV1))
        .isInstanceOfSatisfying(ImapSyntaxException.class, e -> assertThat(e.tag()).isNull());
  }

  @Test
  void initial_response_may_be_empty() throws Exception {
    var plain = (BeforeLogin.Authenticate) Wire.parse("AUTHENTICATE PLAIN AHRlc3QAdGVzdA==");
    assertThat(Objects.requireNonNull(plain.initialResponse()).octets())
        .isEqualTo(Wire.bytes("\0test\0test"));
    var external = (BeforeLogin.Authenticate) Wire.parse("AUTHENTICATE EXTERNAL =");
    assertThat(Objects.requireNonNull(external.initialResponse()).octets()).isEmpty();
  }

  @Test
  void password_is_not_in_the_text_of_a_command() throws Exception {
    assertThat(Wire.parse("LOGIN juliet secret").toString()).doesNotContain("secret");
  }

  @Test
  void unknown_special_use_is_a_no() {
    assertThatThrownBy(() -> Wire.parse("CREATE box (USE (\\Foo))"))
        .isInstanceOfSatisfying(
            ImapSyntaxException.class,
            e ->
                assertThat(e.reply())
                    .isEqualTo(Reply.no(ResponseCode.Plain.USEATTR, "Unknown special use")));
  }

  @Test
  void mailbox_names_follow_the_mode() throws Exception {
    var cafe = new MailboxName("caf\u00e9");
    assertThat(Wire.parse("DELETE caf&AOk-")).isEqualTo(new AfterLogin.Delete(cafe));
    for (var mode : List.of(WireMode.REV2, WireMode.UTF8_ACCEPT)) {
      assertThat(Wire.tagged("a DELETE \"cafe\u0301\"", mode).command())
          .isEqualTo(new AfterLogin.Delete(cafe));
      assertThat(Wire.tagged("a DELETE caf&AOk-", mode).command())
          .isEqualTo(new AfterLogin.Delete(new MailboxName("caf&AOk-")));
    }
  }

  @Test
  void append_takes_flags_date_and_several_messages() throws Exception {
    var append =
        (AfterLogin.Append)
            Wire.parse(
                "APPEND box (\\Seen custom) \"17-Jul-1996 02:44:25 -0700\" {3}\r\nabc"
                    + " ~{2+}\r\nx\0 (\\Draft) UTF8 (~{1}\r\nz)");
    assertThat(append.mailbox()).isEqualTo(BOX);
    var options = new ArrayList<AppendMessage.Options>();
    for (var message : append.messages()) options.add(message.options());
    assertThat(options)
        .containsExactly(
            new AppendMessage.Options(
                List.of(Flag.SystemFlag.SEEN, new Flag.Keyword("custom")),
                OffsetDateTime.parse("1996-07-17T02:44:25-07:00"),
                false),
            new AppendMessage.Options(List.of(), null, false),
            new AppendMessage.Options(List.of(Flag.SystemFlag.DRAFT), null, true));
    assertThat(append.messages())
        .flatExtracting(AppendMessage::parts)
        .extracting(part -> part instanceof AppendPart.Text(var literal) ? literal.size() : -1)
        .containsExactly(3L, 2L, 1L);
  }
}
