package org.posthorn.wire.imap;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.imap.Flag.SystemFlag;
import org.posthorn.wire.imap.SearchKey.AddressField;
import org.posthorn.wire.imap.SearchKey.Comparison;
import org.posthorn.wire.imap.SearchKey.DateField;

/// SEARCH and UID SEARCH (RFC 9051 §6.4.4, RFC 3501 §6.4.4, RFC 4466 §2.6, RFC 5182, RFC 5032, RFC
/// 7162 §3.1.5, RFC 8474 §6, RFC 5466, RFC 6203, RFC 8514, RFC 9394), SORT and THREAD (RFC 5256,
/// RFC 5267), and ESEARCH (RFC 7377).
final class SearchParser {

  private static final ResponseCode.BadCharset BAD_CHARSET =
      new ResponseCode.BadCharset(List.of("US-ASCII", "UTF-8"));

  private final Cursor cursor;
  private Charset charset = StandardCharsets.UTF_8;
  private int keys;
  private int depth;

  private SearchParser(Cursor cursor) {
    this.cursor = cursor;
  }

  /// ```
  /// search         = "SEARCH" [search-return-opts] SP search-program
  /// search-program = ["CHARSET" SP charset SP] search-key *(SP search-key)
  /// ```
  static ImapCommand search(Cursor cursor, NumberedBy numbers) throws ImapSyntaxException {
    return new SearchParser(cursor).search(numbers);
  }

  /// ```
  /// sort            = ["UID" SP] "SORT" [search-return-opts] SP sort-criteria SP search-criteria
  /// search-criteria = charset 1*(SP search-key)
  /// ```
  static ImapCommand sort(Cursor cursor, NumberedBy numbers) throws ImapSyntaxException {
    var parser = new SearchParser(cursor);
    cursor.space();
    SearchReturns returns = null;
    if (cursor.peek() != '(') {
      if (!cursor.word().equals("RETURN")) throw cursor.fault("Sort criteria expected");
      cursor.space();
      returns = SearchReturns.parse(cursor);
      cursor.space();
    }
    var by = SortKey.parse(cursor);
    cursor.space();
    var charset = parser.mandatoryCharset();
    cursor.space();
    var key = parser.besideFilters(parser.keys(cursor.word()));
    boolean relevancy = by.stream().anyMatch(sort -> sort.by() == SortKey.By.RELEVANCY);
    if (relevancy) checkFuzzy(cursor, key);
    checkRelevancy(cursor, returns, key);
    return new WithMailbox.Sort(numbers, returns, by, charset, key);
  }

  /// `thread = ["UID" SP] "THREAD" SP thread-alg SP search-criteria`
  static ImapCommand thread(Cursor cursor, NumberedBy numbers) throws ImapSyntaxException {
    var parser = new SearchParser(cursor);
    cursor.space();
    var algorithm =
        switch (cursor.word()) {
          case "ORDEREDSUBJECT" -> Threading.ORDEREDSUBJECT;
          case "REFERENCES" -> Threading.REFERENCES;
          default -> throw cursor.fault("Unknown threading algorithm");
        };
    cursor.space();
    var charset = parser.mandatoryCharset();
    cursor.space();
    var key = parser.besideFilters(parser.keys(cursor.word()));
    return new WithMailbox.ThreadMessages(numbers, algorithm, charset, key);
  }

  /// ```
  /// esearch = "ESEARCH" [SP esearch-source-opts] [SP search-return-opts] SP search-program
  /// ```
  static ImapCommand esearch(Cursor cursor) throws ImapSyntaxException {
    cursor.space();
    var sources = List.of(SearchSource.SELECTED);
    var word = cursor.word();
    if (word.equals("IN")) {
      cursor.space();
      sources = SearchSource.parse(cursor);
      cursor.space();
      word = cursor.word();
    }
    var search = new SearchParser(cursor).program(NumberedBy.UID, word);
    return new AfterLogin.MultiSearch(sources, search.returns(), search.charset(), search.key());
  }

  /// `search-key *(SP search-key)` and nothing else, in UTF-8.
  static SearchKey criteria(Cursor cursor) throws ImapSyntaxException {
    var key = new SearchParser(cursor).keys(cursor.word());
    cursor.end();
    return key;
  }

  /// RFC 5466 §3.1: filters are UTF-8, and so must be what stands beside them.
  private SearchKey besideFilters(SearchKey key) throws ImapSyntaxException {
    boolean right =
        charset.equals(StandardCharsets.UTF_8) || charset.equals(StandardCharsets.US_ASCII);
    if (!right && key.has(SearchKey.Filter.class::isInstance))
      throw cursor.fault(Reply.bad(BAD_CHARSET, "FILTER goes with UTF-8 only"));
    return key;
  }

  private static void checkRelevancy(Cursor cursor, @Nullable SearchReturns returns, SearchKey key)
      throws ImapSyntaxException {
    if (returns != null && returns.has(SearchReturn.RELEVANCY)) checkFuzzy(cursor, key);
  }

  // RFC 6203 §4, §6
  private static void checkFuzzy(Cursor cursor, SearchKey key) throws ImapSyntaxException {
    if (!key.has(SearchKey.Fuzzy.class::isInstance))
      throw cursor.fault("RELEVANCY needs a FUZZY key");
  }

  private ImapCommand search(NumberedBy numbers) throws ImapSyntaxException {
    cursor.space();
    return program(numbers, cursor.word());
  }

  private WithMailbox.Search program(NumberedBy numbers, String firstWord)
      throws ImapSyntaxException {
    SearchReturns returns = null;
    String charsetName = null;
    var word = firstWord;
    if (word.equals("RETURN")) {
      cursor.space();
      returns = SearchReturns.parse(cursor);
      cursor.space();
      word = cursor.word();
    }
    if (word.equals("CHARSET")) {
      cursor.space();
      charsetName = charset();
      cursor.space();
      word = cursor.word();
    }
    var key = besideFilters(keys(word));
    checkRelevancy(cursor, returns, key);
    return new WithMailbox.Search(numbers, returns, charsetName, key);
  }

  /// `charset = atom / quoted`
  private String charset() throws ImapSyntaxException {
    // RFC 6855 §3: everything is UTF-8 then, and a charset can only contradict.
    if (cursor.mode() == WireMode.UTF8_ACCEPT)
      throw cursor.fault("CHARSET is not allowed after ENABLE UTF8=ACCEPT");
    return mandatoryCharset();
  }

  /// The charset of SORT and THREAD, which cannot be left out.
  private String mandatoryCharset() throws ImapSyntaxException {
    var name = cursor.text();
    try {
      charset = Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
      throw cursor.fault(Reply.no(BAD_CHARSET, "Unknown charset"));
    }
    return name;
  }

  /// `search-key *(SP search-key)`, of which the first word has been read.
  private SearchKey keys(String firstWord) throws ImapSyntaxException {
    var all = new ArrayList<SearchKey>();
    all.add(key(firstWord));
    while (cursor.skipIf(' ')) all.add(key(cursor.word()));
    return all.size() == 1 ? all.getFirst() : new SearchKey.And(all);
  }

  /// `search-key`, whose first word has been read; the word is empty before a parenthesis, and
  /// before a sequence set that does not begin with a digit.
  private SearchKey key(String word) throws ImapSyntaxException {
    if (++keys > ImapLimits.SEARCH_KEYS) throw cursor.fault("Too many search keys");
    if (++depth > ImapLimits.DEPTH) throw cursor.fault("Search keys too deep");
    var key =
        switch (word) {
          case "" -> group();
          case "NOT" -> not();
          case "FUZZY" -> fuzzy();
          case "OR" -> or();
          default -> Chars.isDigit(word.charAt(0)) ? numbers(word) : flagOrOther(word);
        };
    depth--;
    return key;
  }

  /// `"(" search-key *(SP search-key) ")" / sequence-set`
  private SearchKey group() throws ImapSyntaxException {
    if (!cursor.skipIf('(')) return new SearchKey.Numbers(cursor.sequenceSet());
    var keys = keys(cursor.word());
    cursor.expect(')');
    return keys;
  }

  /// A sequence set of which [Cursor#word] has taken the first number.
  private SearchKey numbers(String first) throws ImapSyntaxException {
    return new SearchKey.Numbers(cursor.sequenceSetAfter(first));
  }

  /// `"NOT" SP search-key`; a chain of NOTs is no depth.
  private SearchKey not() throws ImapSyntaxException {
    boolean negative = true;
    cursor.space();
    var word = cursor.word();
    while (word.equals("NOT")) {
      if (++keys > ImapLimits.SEARCH_KEYS) throw cursor.fault("Too many search keys");
      negative = !negative;
      cursor.space();
      word = cursor.word();
    }
    var key = key(word);
    return negative ? new SearchKey.Not(key) : key;
  }

  /// `"FUZZY" SP search-key` (RFC 6203 §7)
  private SearchKey fuzzy() throws ImapSyntaxException {
    cursor.space();
    return new SearchKey.Fuzzy(key(cursor.word()));
  }

  /// `"OR" SP search-key SP search-key`. Clients that look for any of many things nest it as deep
  /// as there are things, so all ORs directly in each other are read in one loop.
  private SearchKey or() throws ImapSyntaxException {
    var any = new ArrayList<SearchKey>();
    int missing = 2;
    while (missing > 0) {
      cursor.space();
      var word = cursor.word();
      if (word.equals("OR")) {
        if (++keys > ImapLimits.SEARCH_KEYS) throw cursor.fault("Too many search keys");
        missing++;
      } else {
        any.add(key(word));
        missing--;
      }
    }
    return new SearchKey.Or(any);
  }

  private SearchKey flagOrOther(String word) throws ImapSyntaxException {
    return switch (word) {
      case "ALL" -> new SearchKey.All();
      case "ANSWERED" -> has(SystemFlag.ANSWERED);
      case "DELETED" -> has(SystemFlag.DELETED);
      case "DRAFT" -> has(SystemFlag.DRAFT);
      case "FLAGGED" -> has(SystemFlag.FLAGGED);
      case "SEEN" -> has(SystemFlag.SEEN);
      case "UNANSWERED" -> hasNot(SystemFlag.ANSWERED);
      case "UNDELETED" -> hasNot(SystemFlag.DELETED);
      case "UNDRAFT" -> hasNot(SystemFlag.DRAFT);
      case "UNFLAGGED" -> hasNot(SystemFlag.FLAGGED);
      case "UNSEEN" -> hasNot(SystemFlag.SEEN);
      case "RECENT" -> new SearchKey.Recent();
      case "OLD" -> new SearchKey.Not(new SearchKey.Recent());
      case "SAVEDATESUPPORTED" -> new SearchKey.SaveDateSupported();
      case "NEW" -> new SearchKey.And(List.of(new SearchKey.Recent(), hasNot(SystemFlag.SEEN)));
      default -> withArgument(word);
    };
  }

  private SearchKey withArgument(String word) throws ImapSyntaxException {
    var comparison = comparison(word);
    if (comparison != null) return comparison;
    return switch (word) {
      case "KEYWORD" -> new SearchKey.HasFlag(keyword());
      case "UNKEYWORD" -> new SearchKey.Not(new SearchKey.HasFlag(keyword()));
      case "BCC" -> new SearchKey.Address(AddressField.BCC, text());
      case "CC" -> new SearchKey.Address(AddressField.CC, text());
      case "FROM" -> new SearchKey.Address(AddressField.FROM, text());
      case "TO" -> new SearchKey.Address(AddressField.TO, text());
      case "SUBJECT" -> new SearchKey.Subject(text());
      case "BODY" -> new SearchKey.Body(text());
      case "TEXT" -> new SearchKey.Text(text());
      case "HEADER" -> new SearchKey.Header(headerField(), text());
      case "FILTER" -> new SearchKey.Filter(filterName());
      case "UID" -> new SearchKey.Uids(set());
      case "MODSEQ" -> modseq();
      case "EMAILID" -> new SearchKey.EmailId(objectId());
      case "THREADID" -> new SearchKey.ThreadId(objectId());
      default -> throw cursor.fault("Unknown search key");
    };
  }

  private @Nullable SearchKey comparison(String word) throws ImapSyntaxException {
    return switch (word) {
      case "BEFORE" -> dated(DateField.INTERNAL, Comparison.BEFORE);
      case "ON" -> dated(DateField.INTERNAL, Comparison.ON);
      case "SINCE" -> dated(DateField.INTERNAL, Comparison.SINCE);
      case "SENTBEFORE" -> dated(DateField.SENT, Comparison.BEFORE);
      case "SENTON" -> dated(DateField.SENT, Comparison.ON);
      case "SENTSINCE" -> dated(DateField.SENT, Comparison.SINCE);
      case "SAVEDBEFORE" -> dated(DateField.SAVED, Comparison.BEFORE);
      case "SAVEDON" -> dated(DateField.SAVED, Comparison.ON);
      case "SAVEDSINCE" -> dated(DateField.SAVED, Comparison.SINCE);
      case "LARGER" -> new SearchKey.Larger(number64());
      case "SMALLER" -> new SearchKey.Smaller(number64());
      case "OLDER" -> new SearchKey.Older(interval());
      case "YOUNGER" -> new SearchKey.Younger(interval());
      default -> null;
    };
  }

  private static SearchKey has(Flag flag) {
    return new SearchKey.HasFlag(flag);
  }

  private static SearchKey hasNot(Flag flag) {
    return new SearchKey.Not(has(flag));
  }

  private Flag keyword() throws ImapSyntaxException {
    cursor.space();
    return cursor.keyword();
  }

  private String headerField() throws ImapSyntaxException {
    cursor.space();
    return cursor.text();
  }

  private FilterName filterName() throws ImapSyntaxException {
    cursor.space();
    var name = cursor.atom();
    if (!FilterName.isOne(name)) throw cursor.fault("Name of a filter expected");
    return new FilterName(name);
  }

  private SequenceSet set() throws ImapSyntaxException {
    cursor.space();
    return cursor.sequenceSet();
  }

  private long number64() throws ImapSyntaxException {
    cursor.space();
    return cursor.number64();
  }

  /// `("OLDER" / "YOUNGER") SP nz-number`
  private long interval() throws ImapSyntaxException {
    cursor.space();
    return cursor.nzNumber();
  }

  /// An `astring` in the charset of the search.
  private String text() throws ImapSyntaxException {
    cursor.space();
    var text = Utf8.decode(cursor.astring(), charset);
    if (text == null) throw cursor.fault("Text is not " + charset.name());
    return text;
  }

  /// ```
  /// date = date-text / DQUOTE date-text DQUOTE
  /// ```
  private SearchKey dated(DateField field, Comparison comparison) throws ImapSyntaxException {
    cursor.space();
    LocalDate date = ImapDates.date(cursor.astring());
    if (date == null) throw cursor.fault("Date like 1-Feb-1994 expected");
    return new SearchKey.Dated(field, comparison, date);
  }

  /// ```
  /// search-modsequence = "MODSEQ" [SP entry-name SP entry-type-req] SP mod-sequence-valzer
  /// entry-name         = DQUOTE "/flags/" attr-flag DQUOTE
  /// entry-type-req     = "priv" / "shared" / "all"
  /// ```
  private SearchKey modseq() throws ImapSyntaxException {
    cursor.space();
    Flag flag = null;
    if (cursor.peek() == '"') {
      flag = entry(new String(cursor.quoted(), StandardCharsets.UTF_8));
      cursor.space();
      var type = cursor.word();
      if (!type.equals("PRIV") && !type.equals("SHARED") && !type.equals("ALL"))
        throw cursor.fault("priv, shared or all expected");
      cursor.space();
    }
    return new SearchKey.ModSeq(flag, cursor.number64());
  }

  private Flag entry(String name) throws ImapSyntaxException {
    if (!name.regionMatches(true, 0, "/flags/", 0, 7)) throw cursor.fault("/flags/ expected");
    var text = name.substring(7);
    var flag = SystemFlag.named(text);
    if (flag != null) return flag;
    if (!Chars.isAtom(text) || text.length() > ImapLimits.KEYWORD_OCTETS)
      throw cursor.fault("Flag expected");
    return new Flag.Keyword(text);
  }

  /// `objectid = 1*255(ALPHA / DIGIT / "_" / "-")`
  private String objectId() throws ImapSyntaxException {
    cursor.space();
    var id = cursor.atom();
    boolean wrong = id.length() > 255;
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      wrong |= !Character.isLetterOrDigit(c) && c != '_' && c != '-';
    }
    if (wrong) throw cursor.fault("Object identifier expected");
    return id;
  }
}
