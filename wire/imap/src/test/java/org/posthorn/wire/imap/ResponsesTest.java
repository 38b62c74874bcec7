package org.posthorn.wire.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.posthorn.wire.imap.ResponseCode.Plain;

/// The examples of the RFCs, octet by octet.
class ResponsesTest {

  private static String written(Consumer<ResponseWriter> response) {
    return written(WireMode.REV1, response);
  }

  private static String written(WireMode mode, Consumer<ResponseWriter> response) {
    var out = new ResponseWriter(mode);
    response.accept(out);
    return out.toString();
  }

  private static String tagged(Reply reply) {
    return written(out -> StatusResponses.tagged(out, new Tag("A1"), reply));
  }

  @Test
  void status_responses_carry_tag_condition_code_and_text() {
    assertThat(tagged(Reply.ok("done"))).isEqualTo("A1 OK done\r\n");
    assertThat(tagged(Reply.no(Plain.TRYCREATE, "no such mailbox")))
        .isEqualTo("A1 NO [TRYCREATE] no such mailbox\r\n");
    assertThat(tagged(Reply.ok(Plain.READ_WRITE, "x"))).isEqualTo("A1 OK [READ-WRITE] x\r\n");
    assertThat(written(out -> StatusResponses.untagged(out, Reply.bye("shutting down"))))
        .isEqualTo("* BYE shutting down\r\n");
    assertThat(written(out -> StatusResponses.continuation(out, ""))).isEqualTo("+ \r\n");
  }

  @Test
  void every_code_has_its_arguments() {
    assertThat(tagged(Reply.ok(new ResponseCode.AppendUid(38505, NumberSet.of(3955)), "x")))
        .isEqualTo("A1 OK [APPENDUID 38505 3955] x\r\n");
    var copied =
        new ResponseCode.CopyUid(
            38505, NumberSet.of(304, 319, 320), NumberSet.of(3956, 3957, 3958));
    assertThat(tagged(Reply.ok(copied, "x")))
        .isEqualTo("A1 OK [COPYUID 38505 304,319:320 3956:3958] x\r\n");
    assertThat(tagged(Reply.no(new ResponseCode.BadCharset(List.of("UTF-8", "US-ASCII")), "x")))
        .isEqualTo("A1 NO [BADCHARSET (UTF-8 US-ASCII)] x\r\n");
    assertThat(tagged(Reply.no(new ResponseCode.BadCharset(List.of()), "x")))
        .isEqualTo("A1 NO [BADCHARSET] x\r\n");
    assertThat(
            tagged(
                Reply.ok(
                    new ResponseCode.Capabilities(
                        List.of(Capability.IMAP4REV1, Capability.auth("plain"))),
                    "x")))
        .isEqualTo("A1 OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] x\r\n");
    assertThat(
            tagged(
                Reply.ok(
                    new ResponseCode.PermanentFlags(List.of(Flag.SystemFlag.DELETED), true), "x")))
        .isEqualTo("A1 OK [PERMANENTFLAGS (\\Deleted \\*)] x\r\n");
    assertThat(tagged(Reply.ok(new ResponseCode.PermanentFlags(List.of(), false), "x")))
        .isEqualTo("A1 OK [PERMANENTFLAGS ()] x\r\n");
    assertThat(tagged(Reply.ok(new ResponseCode.Modified(NumberSet.of(7, 9)), "x")))
        .isEqualTo("A1 OK [MODIFIED 7,9] x\r\n");
    assertThat(tagged(Reply.ok(new ResponseCode.MailboxId("F2212ea87"), "x")))
        .isEqualTo("A1 OK [MAILBOXID (F2212ea87)] x\r\n");
    assertThat(tagged(Reply.ok(new ResponseCode.HighestModseq(715194045007L), "x")))
        .isEqualTo("A1 OK [HIGHESTMODSEQ 715194045007] x\r\n");
    assertThat(tagged(Reply.ok(new ResponseCode.UidNext(4294967295L), "x")))
        .isEqualTo("A1 OK [UIDNEXT 4294967295] x\r\n");
  }

  @Test
  void text_of_a_reply_cannot_break_the_line() {
    assertThatThrownBy(() -> Reply.ok("a\r\n* BYE")).isInstanceOf(IllegalArgumentException.class);
    assertThat(tagged(Reply.ok("caf\u00e9"))).isEqualTo("A1 OK caf?\r\n");
  }

  @Test
  void list_names_follow_the_mode() {
    var entry =
        new ListEntry(
            new MailboxName("Entw\u00fcrfe/\u65e5"),
            Set.of(MailboxAttribute.HASNOCHILDREN, MailboxAttribute.SUBSCRIBED),
            Set.of(SpecialUse.DRAFTS));
    assertThat(written(out -> MailboxResponses.list(out, entry)))
        .isEqualTo("* LIST (\\HasNoChildren \\Subscribed \\Drafts) \"/\" Entw&APw-rfe/&ZeU-\r\n");
    assertThat(written(WireMode.REV2, out -> MailboxResponses.list(out, entry)))
        .isEqualTo(
            "* LIST (\\HasNoChildren \\Subscribed \\Drafts) \"/\" \"Entw\u00fcrfe/\u65e5\"\r\n");
  }

  @Test
  void list_shows_extended_items() {
    var child =
        new ListEntry(
            new MailboxName("Foo"), Set.of(), Set.of(), Set.of(ListSelection.SUBSCRIBED), null);
    assertThat(written(out -> MailboxResponses.list(out, child)))
        .isEqualTo("* LIST () \"/\" Foo (\"CHILDINFO\" (\"SUBSCRIBED\"))\r\n");
    var renamed =
        new ListEntry(
            new MailboxName("New box"),
            Set.of(),
            Set.of(),
            Set.of(),
            new MailboxName("OldMailbox"));
    assertThat(written(out -> MailboxResponses.list(out, renamed)))
        .isEqualTo("* LIST () \"/\" \"New box\" (\"OLDNAME\" (OldMailbox))\r\n");
    assertThat(written(MailboxResponses::listSeparator))
        .isEqualTo("* LIST (\\Noselect) \"/\" \"\"\r\n");
  }

  @Test
  void mailbox_called_nil_is_quoted() {
    var entry = new ListEntry(new MailboxName("nil"), Set.of(), Set.of());
    assertThat(written(out -> MailboxResponses.lsub(out, entry)))
        .isEqualTo("* LSUB () \"/\" \"nil\"\r\n");
  }

  @Test
  void status_is_written_item_by_item() {
    assertThat(
            written(out ->
                MailboxResponses.status(out, new MailboxName("blurdybloop"))
                    .item(StatusItem.MESSAGES, 231)
                    .item(StatusItem.UIDNEXT, 44292)
                    .mailboxId("F1")
                    .appendLimit(null)
                    .end()))
        .isEqualTo(
            "* STATUS blurdybloop (MESSAGES 231 UIDNEXT 44292 MAILBOXID (F1) APPENDLIMIT"
                + " NIL)\r\n");
  }

  @Test
  void search_answers_in_both_forms() {
    var found = NumberList.of(2, 10, 11);
    var none = NumberList.of();
    assertThat(written(out -> MailboxResponses.search(out, found, null)))
        .isEqualTo("* SEARCH 2 10 11\r\n");
    assertThat(written(out -> MailboxResponses.search(out, found, 917162500L)))
        .isEqualTo("* SEARCH 2 10 11 (MODSEQ 917162500)\r\n");
    assertThat(written(out -> MailboxResponses.search(out, none, 5L))).isEqualTo("* SEARCH\r\n");
    assertThat(
            written(out ->
                new SearchResponse(out, new Tag("A283"))
                    .of(NumberedBy.UID)
                    .min(2)
                    .max(11)
                    .all(found)
                    .count(3)
                    .modseq(1236)
                    .end()))
        .isEqualTo("* ESEARCH (TAG \"A283\") UID MIN 2 MAX 11 ALL 2,10:11 COUNT 3 MODSEQ 1236\r\n");
    assertThat(
            written(out ->
                new SearchResponse(out, new Tag("A283")).of(NumberedBy.SEQUENCE).all(none).end()))
        .isEqualTo("* ESEARCH (TAG \"A283\")\r\n");
  }

  @Test
  void results_that_are_sorted_partial_scored_or_of_elsewhere_read_as_in_the_rfcs() {
    // RFC 5267 §3.3
    assertThat(
            written(out ->
                new SearchResponse(out, new Tag("E01"))
                    .of(NumberedBy.UID)
                    .all(NumberList.of(23765, 23764, 23763, 23761, 7, 8))
                    .end()))
        .isEqualTo("* ESEARCH (TAG \"E01\") UID ALL 23765,23764,23763,23761,7:8\r\n");
    var range = new PartialRange(24000, 24500, PartialRange.Direction.FROM_FIRST);
    // RFC 5267 §4.4
    assertThat(
            written(out ->
                new SearchResponse(out, new Tag("A04"))
                    .of(NumberedBy.UID)
                    .partial(range, NumberList.of())
                    .end()))
        .isEqualTo("* ESEARCH (TAG \"A04\") UID PARTIAL (24000:24500 NIL)\r\n");
    // RFC 6203 §4
    assertThat(
            written(out ->
                new SearchResponse(out, new Tag("B1"))
                    .of(NumberedBy.SEQUENCE)
                    .all(NumberList.of(1, 5, 10))
                    .relevancy(new int[] {4, 99, 42})
                    .end()))
        .isEqualTo("* ESEARCH (TAG \"B1\") ALL 1,5,10 RELEVANCY (4 99 42)\r\n");
    // RFC 7377 §3
    assertThat(
            written(out ->
                new SearchResponse(out, new Tag("tag1"))
                    .in(new MailboxName("folder1"), 1)
                    .of(NumberedBy.UID)
                    .all(NumberList.of(4001, 4003))
                    .end()))
        .isEqualTo("* ESEARCH (TAG \"tag1\" MAILBOX folder1 UIDVALIDITY 1) UID ALL 4001,4003\r\n");
    // RFC 5267 §4.3.3, §4.3.4
    assertThat(
            written(out ->
                new SearchResponse(out, new Tag("C01"))
                    .of(NumberedBy.UID)
                    .removeFrom(0, NumberList.of(32768))
                    .addTo(1, NumberList.of(2733))
                    .addTo(1, NumberList.of(2731, 2732))
                    .end()))
        .isEqualTo(
            "* ESEARCH (TAG \"C01\") UID REMOVEFROM (0 32768) ADDTO (1 2733) ADDTO (1"
                + " 2731:2732)\r\n");
  }

  @Test
  void threads_read_as_in_rfc_5256() {
    assertThat(
            written(out -> {
              var response = new ThreadResponse(out);
              for (char c : "(2)(36(4w)(r7x))".toCharArray()) {
                if (c == '(') response.open();
                else if (c == ')') response.close();
                else
                  response.message(
                      switch (c) {
                        case 'w' -> 23;
                        case 'r' -> 44;
                        case 'x' -> 96;
                        default -> c - '0';
                      });
              }
              response.end();
            }))
        .isEqualTo("* THREAD (2)(3 6 (4 23)(44 7 96))\r\n");
    assertThat(written(out -> new ThreadResponse(out).end())).isEqualTo("* THREAD\r\n");
  }

  @Test
  void small_responses_read_as_in_the_rfcs() {
    assertThat(written(out -> MailboxResponses.exists(out, 23))).isEqualTo("* 23 EXISTS\r\n");
    assertThat(written(out -> MailboxResponses.recent(out, 0))).isEqualTo("* 0 RECENT\r\n");
    assertThat(written(out -> MailboxResponses.expunge(out, 44))).isEqualTo("* 44 EXPUNGE\r\n");
    assertThat(written(out -> MailboxResponses.vanished(out, NumberSet.of(405, 407, 410))))
        .isEqualTo("* VANISHED 405,407,410\r\n");
    assertThat(written(out -> MailboxResponses.vanishedEarlier(out, NumberSet.of(41, 42))))
        .isEqualTo("* VANISHED (EARLIER) 41:42\r\n");
    assertThat(written(out -> MailboxResponses.vanished(out, NumberSet.EMPTY))).isEmpty();
    assertThat(
            written(out ->
                MailboxResponses.flags(out, List.of(Flag.SystemFlag.SEEN, Flag.Keyword.JUNK))))
        .isEqualTo("* FLAGS (\\Seen $Junk)\r\n");
    assertThat(
            written(out ->
                MailboxResponses.namespace(
                    out,
                    List.of(new NamespacePrefix("")),
                    List.of(),
                    List.of(new NamespacePrefix("Public Folders/")))))
        .isEqualTo("* NAMESPACE ((\"\" \"/\")) NIL ((\"Public Folders/\" \"/\"))\r\n");
    assertThat(
            written(out ->
                MailboxResponses.quota(out, "", List.of(new QuotaUsage("STORAGE", 10, 512)))))
        .isEqualTo("* QUOTA \"\" (STORAGE 10 512)\r\n");
    assertThat(written(out -> MailboxResponses.quotaRoot(out, MailboxName.INBOX, List.of(""))))
        .isEqualTo("* QUOTAROOT INBOX \"\"\r\n");
    assertThat(
            written(out ->
                StatusResponses.id(
                    out, List.of(new IdField("name", "x"), new IdField("os", null)))))
        .isEqualTo("* ID (\"name\" \"x\" \"os\" NIL)\r\n");
    assertThat(written(out -> StatusResponses.id(out, List.of()))).isEqualTo("* ID NIL\r\n");
    assertThat(written(out -> StatusResponses.enabled(out, List.of(Capability.QRESYNC))))
        .isEqualTo("* ENABLED QRESYNC\r\n");
    assertThat(written(out -> StatusResponses.capability(out, List.of(Capability.IMAP4REV2))))
        .isEqualTo("* CAPABILITY IMAP4rev2\r\n");
  }

  @Test
  void strings_are_quoted_when_they_can_be_and_literals_when_not() {
    assertThat(written(out -> out.string(""))).isEqualTo("\"\"");
    assertThat(written(out -> out.string("a\"b\\"))).isEqualTo("\"a\\\"b\\\\\"");
    assertThat(written(out -> out.string("a\r\nb"))).isEqualTo("{4}\r\na\r\nb");
    assertThat(written(out -> out.string("a\0b"))).isEqualTo("\"ab\"");
    assertThat(written(out -> out.string("\u00e9"))).isEqualTo("{2}\r\n\u00e9");
    assertThat(written(WireMode.UTF8_ACCEPT, out -> out.string("\u00e9\"")))
        .isEqualTo("\"\u00e9\\\"\"");
    assertThat(written(out -> out.octets(new byte[] {'a', 0}))).isEqualTo("~{2}\r\na\0");
  }

  @Test
  void buffer_is_reused_and_can_be_cut_back() {
    var out = new ResponseWriter(WireMode.REV1);
    MailboxResponses.exists(out, 1);
    int length = out.length();
    out.literal(new byte[100_000]);
    out.truncate(length);
    assertThat(out.toString()).isEqualTo("* 1 EXISTS\r\n");
    out.reset();
    assertThat(out.length()).isZero();
    assertThat(out.array().length).isLessThan(100_000);
    out.enable(WireMode.REV2);
    assertThat(out.mode()).isEqualTo(WireMode.REV2);
  }
}
