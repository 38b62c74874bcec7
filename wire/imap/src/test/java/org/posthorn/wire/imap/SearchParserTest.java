package org.posthorn.wire.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.wire.imap.Flag.SystemFlag;
import org.posthorn.wire.imap.SearchKey.AddressField;
import org.posthorn.wire.imap.SearchKey.And;
import org.posthorn.wire.imap.SearchKey.Comparison;
import org.posthorn.wire.imap.SearchKey.DateField;
import org.posthorn.wire.imap.SearchKey.Not;
import org.posthorn.wire.imap.SearchKey.Or;

class SearchParserTest {

  private static final LocalDate DATE = LocalDate.of(1994, 2, 1);

  private static WithMailbox.Search search(String program) throws ImapSyntaxException {
    return (WithMailbox.Search) Wire.parse("SEARCH " + program);
  }

  private static SearchKey has(SystemFlag flag) {
    return new SearchKey.HasFlag(flag);
  }

  private static SearchKey dated(DateField field, Comparison comparison) {
    return new SearchKey.Dated(field, comparison, DATE);
  }

  static Map<String, SearchKey> keys() {
    var table = new LinkedHashMap<String, SearchKey>();
    table.put("ALL", new SearchKey.All());
    for (var flag : SystemFlag.values()) {
      var name = flag.name();
      table.put(name, has(flag));
      table.put("un" + name, new Not(has(flag)));
    }
    table.put("RECENT", new SearchKey.Recent());
    table.put("OLD", new Not(new SearchKey.Recent()));
    table.put("NEW", new And(List.of(new SearchKey.Recent(), new Not(has(SystemFlag.SEEN)))));
    table.put("KEYWORD $Junk", new SearchKey.HasFlag(Flag.Keyword.JUNK));
    table.put("UNKEYWORD $junk", new Not(new SearchKey.HasFlag(Flag.Keyword.JUNK)));
    for (var field : AddressField.values())
      table.put(field + " «Smith»", new SearchKey.Address(field, "Smith"));
    table.put("SUBJECT «afternoon»", new SearchKey.Subject("afternoon"));
    table.put("BODY «»", new SearchKey.Body(""));
    table.put("TEXT «x]y»", new SearchKey.Text("x]y"));
    table.put("HEADER «List-Id» «»", new SearchKey.Header("List-Id", ""));
    for (var comparison : Comparison.values()) {
      table.put(comparison + " 1-Feb-1994", dated(DateField.INTERNAL, comparison));
      table.put("SENT" + comparison + " \"01-FEB-1994\"", dated(DateField.SENT, comparison));
    }
    table.put("LARGER 50000", new SearchKey.Larger(50_000));
    table.put("SMALLER 9223372036854775807", new SearchKey.Smaller(Long.MAX_VALUE));
    table.put("OLDER 3600", new SearchKey.Older(3_600));
    table.put("YOUNGER 1", new SearchKey.Younger(1));
    table.put("UID 1:3,*", new SearchKey.Uids(CommandParserTest.set("1:3,*")));
    table.put("2,4:*", new SearchKey.Numbers(CommandParserTest.set("2,4:*")));
    table.put("*:5", new SearchKey.Numbers(CommandParserTest.set("*:5")));
    table.put("$", new SearchKey.Numbers(SequenceSet.SAVED));
    table.put("MODSEQ 620162338", new SearchKey.ModSeq(null, 620_162_338));
    table.put("MODSEQ \"/flags/\\\\draft\" all 0", new SearchKey.ModSeq(SystemFlag.DRAFT, 0));
    table.put("MODSEQ \"/flags/$Junk\" PRIV 5", new SearchKey.ModSeq(Flag.Keyword.JUNK, 5));
    table.put("EMAILID M6d99ac3275bb4e", new SearchKey.EmailId("M6d99ac3275bb4e"));
    table.put("THREADID T-_9", new SearchKey.ThreadId("T-_9"));
    combined(table);
    return table;
  }

  private static void combined(Map<String, SearchKey> table) {
    var seen = has(SystemFlag.SEEN);
    var draft = has(SystemFlag.DRAFT);
    var all = new SearchKey.All();
    table.put("SEEN DRAFT", new And(List.of(seen, draft)));
    table.put("(SEEN DRAFT)", new And(List.of(seen, draft)));
    table.put("((SEEN))", seen);
    table.put("NOT SEEN", new Not(seen));
    table.put("NOT NOT SEEN", seen);
    table.put("NOT (SEEN DRAFT)", new Not(new And(List.of(seen, draft))));
    table.put("OR SEEN DRAFT", new Or(List.of(seen, draft)));
    table.put("OR OR SEEN DRAFT OR ALL 1", new Or(List.of(seen, draft, all, one())));
    table.put(
        "OR NOT SEEN (DRAFT ALL) ALL",
        new And(List.of(new Or(List.of(new Not(seen), new And(List.of(draft, all)))), all)));
    table.put("NOT OR SEEN DRAFT", new Not(new Or(List.of(seen, draft))));
  }

  private static SearchKey one() {
    return new SearchKey.Numbers(CommandParserTest.set("1"));
  }

  static List<String> keyTexts() {
    return List.copyOf(keys().keySet());
  }

  @ParameterizedTest
  @MethodSource("keyTexts")
  void every_key_is_understood(String text) throws Exception {
    var key = Objects.requireNonNull(keys().get(text));
    for (var form : Forms.of(text)) {
      assertThat(search(form).key()).as(form).isEqualTo(key);
      assertThat(search("NOT (" + form + ")").key())
          .as(form)
          .isIn(new Not(key), key instanceof Not not ? not.key() : key);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "FOO",
        "()",
        "(ALL",
        "ALL)",
        "ALL ",
        " ALL",
        "NOT",
        "NOT ",
        "OR SEEN",
        "OR SEEN ",
        "KEYWORD \\Seen",
        "KEYWORD",
        "FROM",
        "HEADER x",
        "BEFORE 32-Jan-2000",
        "BEFORE 29-Feb-2001",
        "BEFORE 1-Foo-2000",
        "BEFORE 001-Jan-2000",
        "BEFORE 1-Jan-00",
        "LARGER -1",
        "LARGER 9223372036854775808",
        "OLDER 0",
        "UID",
        "UID foo",
        "1:",
        "0",
        "MODSEQ",
        "MODSEQ \"/flags/\" all 5",
        "MODSEQ \"flags\" all 5",
        "MODSEQ \"/flags/x\" none 5",
        "EMAILID a.b",
        "RETURN ALL",
        "RETURN (FOO) ALL",
        "RETURN (MIN)",
        "RETURN () CHARSET UTF-8",
        "CHARSET UTF-8 RETURN () ALL",
        "SUBJECT {1}\r\n\u00ff"
      })
  void broken_search_is_bad(String program) {
    assertThatThrownBy(() -> search(program))
        .isInstanceOfSatisfying(
            ImapSyntaxException.class,
            e -> assertThat(e.reply().condition()).isEqualTo(Condition.BAD));
  }

  @Test
  void return_options_are_kept() throws Exception {
    assertThat(search("ALL").returns()).isNull();
    assertThat(search("RETURN () ALL").returns()).isEqualTo(SearchReturns.ALL);
    assertThat(search("RETURN (SAVE min MAX COUNT) CHARSET utf-8 ALL").returns())
        .isEqualTo(
            new SearchReturns(
                Set.of(SearchReturn.SAVE, SearchReturn.MIN, SearchReturn.MAX, SearchReturn.COUNT),
                null));
    assertThat(search("RETURN (PARTIAL -1:-100 UPDATE) ALL").returns())
        .isEqualTo(
            new SearchReturns(
                Set.of(SearchReturn.PARTIAL, SearchReturn.UPDATE),
                new PartialRange(1, 100, PartialRange.Direction.FROM_LAST)));
  }

  @Test
  void updates_may_name_what_is_told_of_new_messages() throws Exception {
    for (var space : List.of("", " "))
      assertThat(search("RETURN (UPDATE" + space + "(UID FLAGS) COUNT) ALL").returns())
          .isEqualTo(
              new SearchReturns(
                  Set.of(SearchReturn.UPDATE, SearchReturn.COUNT),
                  null,
                  List.of(FetchAttribute.Item.UID, FetchAttribute.Item.FLAGS)));
  }

  @Test
  void a_partial_range_is_what_its_numbers_mean_whichever_way_round() throws Exception {
    for (var range : List.of("3:5", "5:3")) assertThat(range(range, 10)).isEqualTo("2-5");
    for (var range : List.of("-1:-3", "-3:-1")) assertThat(range(range, 10)).isEqualTo("7-10");
    assertThat(range("9:20", 10)).isEqualTo("8-10");
    assertThat(range("11:20", 10)).isEqualTo("10-10");
    assertThat(range("-8:-20", 10)).isEqualTo("0-3");
    assertThat(range("-11:-4294967295", 10)).isEqualTo("0-0");
    assertThat(range("1:1", 0)).isEqualTo("0-0");
  }

  private static String range(String range, int size) throws ImapSyntaxException {
    var returns = search("RETURN (PARTIAL " + range + ") ALL").returns();
    var partial = returns == null ? null : returns.partial();
    assertThat(partial).isNotNull().hasToString(range);
    return partial.from(size) + "-" + partial.to(size);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SEARCH RETURN (PARTIAL) ALL",
        "SEARCH RETURN (PARTIAL 0:5) ALL",
        "SEARCH RETURN (PARTIAL 1:*) ALL",
        "SEARCH RETURN (PARTIAL -1:5) ALL",
        "SEARCH RETURN (PARTIAL 1:-5) ALL",
        "SEARCH RETURN (PARTIAL 5) ALL",
        "SEARCH RETURN (PARTIAL 1:4294967296) ALL",
        "SEARCH RETURN (PARTIAL 1:5 ALL) ALL",
        "SEARCH RETURN (ALL PARTIAL 1:5) ALL",
        "SEARCH RETURN (PARTIAL 1:5 PARTIAL 1:5) ALL",
        "SEARCH RETURN (RELEVANCY) SUBJECT x",
        "SORT (RELEVANCY) UTF-8 SUBJECT x",
        "SORT (DATE)",
        "SORT (DATE) UTF-8",
        "SORT () UTF-8 ALL",
        "SORT (REVERSE) UTF-8 ALL",
        "SORT (REVERSE REVERSE DATE) UTF-8 ALL",
        "SORT (FROB) UTF-8 ALL",
        "SORT DATE UTF-8 ALL",
        "SORT (DATE) KOI-99 ALL",
        "THREAD REFS UTF-8 ALL",
        "THREAD REFERENCES",
        "ESEARCH IN () ALL",
        "ESEARCH IN (mailboxes) ALL",
        "ESEARCH IN (mailboxes ()) ALL",
        "ESEARCH IN (selected-delayed) ALL",
        "ESEARCH IN (personal (x)) ALL",
        "CANCELUPDATE",
        "FETCH 1:* FLAGS (PARTIAL 1:5)",
        "UID FETCH 1:* FLAGS (PARTIAL 1:5 PARTIAL 1:2)",
        "UID FETCH 1:* FLAGS (PARTIAL)",
        "SEARCH FUZZY",
        "SEARCH SAVEDON",
      })
  void what_the_grammar_does_not_have_is_refused(String command) {
    assertThatThrownBy(() -> Wire.parse(command)).isInstanceOf(ImapSyntaxException.class);
  }

  @Test
  void keys_that_would_explode_are_bounded_behind_fuzzy_too() {
    assertThatThrownBy(() -> search("FUZZY ".repeat(ImapLimits.DEPTH + 1) + "ALL"))
        .isInstanceOf(ImapSyntaxException.class);
    assertThatThrownBy(() -> Wire.parse("SORT (" + "DATE ".repeat(30) + "SIZE) UTF-8 ALL"))
        .isInstanceOf(ImapSyntaxException.class);
    assertThatThrownBy(
            () -> Wire.parse("ESEARCH IN (" + "personal ".repeat(1_001) + "inboxes) ALL"))
        .isInstanceOf(ImapSyntaxException.class);
  }

  @Test
  void sort_and_thread_and_esearch_are_read() throws Exception {
    assertThat(Wire.parse("UID SORT RETURN (COUNT) (SUBJECT REVERSE DATE) utf-8 DELETED"))
        .isEqualTo(
            new WithMailbox.Sort(
                NumberedBy.UID,
                new SearchReturns(Set.of(SearchReturn.COUNT), null),
                List.of(new SortKey(SortKey.By.SUBJECT, false), new SortKey(SortKey.By.DATE, true)),
                "utf-8",
                new SearchKey.HasFlag(Flag.SystemFlag.DELETED)));
    assertThat(Wire.parse("THREAD orderedsubject us-ascii ALL"))
        .isEqualTo(
            new WithMailbox.ThreadMessages(
                NumberedBy.SEQUENCE, Threading.ORDEREDSUBJECT, "us-ascii", new SearchKey.All()));
    // RFC 7377 §3
    assertThat(Wire.parse("ESEARCH IN (mailboxes \"folder1\" subtree-one (a \"b c\")) unseen"))
        .isEqualTo(
            new AfterLogin.MultiSearch(
                List.of(
                    new SearchSource(
                        SearchSource.Kind.MAILBOXES, List.of(new MailboxName("folder1"))),
                    new SearchSource(
                        SearchSource.Kind.SUBTREE_ONE,
                        List.of(new MailboxName("a"), new MailboxName("b c")))),
                null,
                null,
                new SearchKey.Not(new SearchKey.HasFlag(Flag.SystemFlag.SEEN))));
    assertThat(search("FUZZY (SUBJECT x SAVEDSINCE 1-Feb-2026)").key())
        .isEqualTo(
            new SearchKey.Fuzzy(
                new SearchKey.And(
                    List.of(
                        new SearchKey.Subject("x"),
                        new SearchKey.Dated(
                            SearchKey.DateField.SAVED,
                            SearchKey.Comparison.SINCE,
                            java.time.LocalDate.of(2026, 2, 1))))));
  }

  @Test
  void text_is_decoded_from_the_charset_of_the_search() throws Exception {
    var latin = "a SEARCH CHARSET ISO-8859-1 SUBJECT {4}\r\ncaf\u00e9";
    var raw = Wire.raw(latin.getBytes(StandardCharsets.ISO_8859_1));
    var search = (WithMailbox.Search) CommandParser.parse(raw, WireMode.REV1).command();
    assertThat(search.key()).isEqualTo(new SearchKey.Subject("caf\u00e9"));
    assertThat(search("CHARSET \"UTF-8\" SUBJECT \"caf\u00e9\"").key())
        .isEqualTo(new SearchKey.Subject("caf\u00e9"));
  }

  @Test
  void unknown_charset_is_a_no_with_the_charsets_that_are_known() {
    assertThatThrownBy(() -> search("CHARSET X-KLINGON ALL"))
        .isInstanceOfSatisfying(
            ImapSyntaxException.class,
            e -> {
              assertThat(e.reply().condition()).isEqualTo(Condition.NO);
              assertThat(e.reply().code()).isInstanceOf(ResponseCode.BadCharset.class);
            });
  }

  @Test
  void charset_after_utf8_accept_is_bad() throws Exception {
    assertThatThrownBy(() -> Wire.tagged("a SEARCH CHARSET UTF-8 ALL", WireMode.UTF8_ACCEPT))
        .isInstanceOf(ImapSyntaxException.class);
    assertThat(Wire.tagged("a SEARCH CHARSET UTF-8 ALL", WireMode.REV2)).isNotNull();
  }

  @Test
  void many_alternatives_are_one_or_in_whatever_way_they_nest() throws Exception {
    int many = 499;
    var right = search("OR UID 1 ".repeat(many) + "UID 2");
    assertThat(((Or) right.key()).keys()).hasSize(many + 1);
    var left = search("OR ".repeat(many) + "UID 2" + " UID 1".repeat(many));
    assertThat(((Or) left.key()).keys()).hasSize(many + 1);
  }

  @Test
  void depth_and_number_of_keys_are_limited() {
    assertThatThrownBy(() -> search("(".repeat(51) + "ALL" + ")".repeat(51)))
        .hasMessageContaining("deep");
    assertThatThrownBy(() -> search("(".repeat(60_000))).hasMessageContaining("deep");
    assertThatThrownBy(() -> search("NOT ".repeat(10_000) + "ALL")).hasMessageContaining("many");
    assertThatThrownBy(() -> search("NOT OR ".repeat(5_000) + "ALL")).hasMessageContaining("deep");
    assertThatThrownBy(() -> search("ALL" + " ALL".repeat(1_000))).hasMessageContaining("many");
    assertThatThrownBy(() -> search("OR ALL ".repeat(2_000) + "ALL")).hasMessageContaining("many");
  }
}
