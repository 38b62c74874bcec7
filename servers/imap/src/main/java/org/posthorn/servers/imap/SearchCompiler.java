package org.posthorn.servers.imap;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.posthorn.domain.mailbox.MessageRow;
import org.posthorn.domain.search.RankAnswer;
import org.posthorn.domain.search.TextAnswer;
import org.posthorn.domain.search.TextField;
import org.posthorn.servers.imap.SearchTest.Cost;
import org.posthorn.servers.imap.SearchTest.Verdict;
import org.posthorn.wire.imap.NumberedBy;
import org.posthorn.wire.imap.SearchKey;
import org.posthorn.wire.imap.SequenceSet;
import org.posthorn.wire.mail.HeaderFields;
import org.posthorn.wire.mail.MailDate;
import org.posthorn.wire.mail.TextMatcher;

/// Makes tests of search keys (RFC 9051 §6.4.4): sequence sets are resolved, flags packed, texts
/// folded once.
///
/// Dates are compared as they stand: the internal date in UTC, the Date field in the sender's zone.
final class SearchCompiler {

  private static final long MILLIS_PER_DAY = 86_400_000;

  private final ImapSession session;
  private final SelectedMailbox mailbox;
  private final Relevance relevance;

  SearchCompiler(ImapSession session, SelectedMailbox mailbox) {
    this.session = session;
    this.mailbox = mailbox;
    relevance = new Relevance(mailbox.told().size());
  }

  /// The scores of the fuzzy keys, once the search is done.
  Relevance relevance() {
    return relevance;
  }

  // sizes: one branch per search key, the table of contents of SEARCH
  SearchTest compile(SearchKey key) throws CommandRejected {
    return switch (key) {
      case SearchKey.All _ -> SearchTest.needing(Cost.SNAPSHOT, _ -> true);
      case SearchKey.And and -> new SearchTest.All(compile(and.keys()));
      case SearchKey.Or or -> new SearchTest.Any(compile(or.keys()));
      case SearchKey.Not(var inner) -> new SearchTest.Not(compile(inner));
      case SearchKey.Fuzzy(var inner) -> fuzzy(inner);
      case SearchKey.SaveDateSupported _ -> SearchTest.needing(Cost.SNAPSHOT, _ -> true);
      case SearchKey.HasFlag(var flag) -> {
        long bits = mailbox.flagNames().bits(flag);
        yield SearchTest.needing(Cost.SNAPSHOT, m -> (m.flags() & bits) != 0);
      }
      case SearchKey.Filter _ -> throw new IllegalStateException("a filter that is not resolved");
      case SearchKey.Recent _ -> SearchTest.needing(Cost.SNAPSHOT, m -> mailbox.isRecent(m.uid()));
      case SearchKey.Numbers(var set) -> among(set, NumberedBy.SEQUENCE);
      case SearchKey.Uids(var set) -> among(set, NumberedBy.UID);
      // RFC 7162 §3.1.5: there is one modification sequence a message, whatever flag is named.
      case SearchKey.ModSeq(var _, var least) ->
          SearchTest.needing(Cost.SNAPSHOT, m -> m.modseq() >= least);
      case SearchKey.Larger(var octets) ->
          SearchTest.needing(Cost.FACTS, m -> m.row().size() > octets);
      case SearchKey.Smaller(var octets) ->
          SearchTest.needing(Cost.FACTS, m -> m.row().size() < octets);
      case SearchKey.Older(var seconds) -> {
        long latest = before(seconds);
        yield SearchTest.needing(Cost.FACTS, m -> m.row().receivedMillis() <= latest);
      }
      case SearchKey.Younger(var seconds) -> {
        long earliest = before(seconds);
        yield SearchTest.needing(Cost.FACTS, m -> m.row().receivedMillis() >= earliest);
      }
      case SearchKey.EmailId(var id) ->
          SearchTest.needing(Cost.FACTS, m -> ObjectIds.of(m.row().email()).equals(id));
      case SearchKey.ThreadId(var id) ->
          SearchTest.needing(Cost.FACTS, m -> ObjectIds.of(m.row().thread()).equals(id));
      case SearchKey.Dated dated -> dated(dated);
      case SearchKey.Address(var field, var text) -> header(field.name(), text);
      case SearchKey.Subject(var text) -> header("Subject", text);
      case SearchKey.Header(var field, var text) -> header(field, text);
      case SearchKey.Body(var text) -> {
        var matcher = new TextMatcher(text);
        var scan = SearchTest.needing(Cost.BYTES, m -> m.bodyMatches(matcher));
        yield indexed(new TextField.Body(), text, scan);
      }
      case SearchKey.Text(var text) -> {
        var matcher = new TextMatcher(text);
        var scan =
            SearchTest.needing(Cost.BYTES, m -> m.headerMatches(matcher) || m.bodyMatches(matcher));
        yield indexed(new TextField.Anywhere(), text, scan);
      }
    };
  }

  /// Texts are matched word by word; everything else as it is (RFC 6203 §5 leaves that open).
  private SearchTest fuzzy(SearchKey key) throws CommandRejected {
    return switch (key) {
      case SearchKey.And(var keys) -> new SearchTest.All(fuzzy(keys));
      case SearchKey.Or(var keys) -> new SearchTest.Any(fuzzy(keys));
      case SearchKey.Not(var inner) -> new SearchTest.Not(compile(inner));
      case SearchKey.Address(var field, var text) -> fuzzyField(key, field.name(), text);
      case SearchKey.Subject(var text) -> fuzzyField(key, "Subject", text);
      case SearchKey.Header(var field, var text) -> fuzzyField(key, field, text);
      case SearchKey.Body(var text) -> fuzzyText(key, text);
      case SearchKey.Text(var text) -> fuzzyText(key, text);
      default -> compile(key);
    };
  }

  private List<SearchTest> fuzzy(List<SearchKey> keys) throws CommandRejected {
    var tests = new ArrayList<SearchTest>();
    for (var key : keys) tests.add(fuzzy(key));
    return tests;
  }

  private SearchTest fuzzyField(SearchKey key, String name, String text) throws CommandRejected {
    var match = FuzzyWords.of(text);
    if (match == null) return compile(key);
    var scores = relevance.key();
    var scan = new FuzzyTest.Fields(name, Set.of(name), match, scores);
    return ranked(new TextField.Header(name), text, scores, scan);
  }

  private SearchTest fuzzyText(SearchKey key, String text) throws CommandRejected {
    var match = FuzzyWords.of(text);
    if (match == null) return compile(key);
    var scores = relevance.key();
    boolean anywhere = key instanceof SearchKey.Text;
    var scan = new FuzzyTest.Texts(anywhere, match, scores);
    var field = anywhere ? new TextField.Anywhere() : new TextField.Body();
    return ranked(field, text, scores, scan);
  }

  private SearchTest indexed(TextField field, String text, SearchTest scan) {
    var index = session.services().index();
    var account = mailbox.where().account();
    return new IndexedTest(
        () -> {
          var answer = index.find(account, field, text);
          return message -> verdict(answer.of(message.row().email()));
        },
        scan);
  }

  private static Verdict verdict(TextAnswer.Verdict verdict) {
    return switch (verdict) {
      case YES -> Verdict.YES;
      case NO -> Verdict.NO;
      case UNKNOWN -> Verdict.UNKNOWN;
    };
  }

  /// Where the index knows a message it finds more than `scan`: other endings of the words, and
  /// what stands in attachments; it also knows which words are rare.
  private SearchTest ranked(
      TextField field, String text, Relevance.Scores scores, SearchTest scan) {
    if (!field.isExact()) return scan;
    var index = session.services().index();
    var account = mailbox.where().account();
    return new IndexedTest(
        () -> {
          var ranks = index.rank(account, field, text);
          return message -> {
            int score = ranks.score(message.row().email());
            if (score == RankAnswer.UNKNOWN) return Verdict.UNKNOWN;
            scores.note(message.index(), score);
            return Verdict.of(score > 0);
          };
        },
        scan);
  }

  private List<SearchTest> compile(List<SearchKey> keys) throws CommandRejected {
    var tests = new ArrayList<SearchTest>();
    for (var key : keys) tests.add(compile(key));
    return tests;
  }

  private SearchTest among(SequenceSet set, NumberedBy by) throws CommandRejected {
    var members = new BitSet();
    for (int index : mailbox.indexes(set, by)) members.set(index);
    return SearchTest.needing(Cost.SNAPSHOT, m -> members.get(m.index()));
  }

  private long before(long seconds) {
    Instant now = session.services().clock().instant();
    return now.toEpochMilli() - seconds * 1000;
  }

  private static SearchTest dated(SearchKey.Dated key) {
    return switch (key.field()) {
      case INTERNAL ->
          SearchTest.needing(Cost.FACTS, m -> compare(day(m.row().receivedMillis()), key));
      case SAVED -> SearchTest.needing(Cost.FACTS, m -> compare(day(m.row().savedMillis()), key));
      case SENT -> new SentTest(key);
    };
  }

  private static LocalDate day(long millis) {
    return LocalDate.ofEpochDay(Math.floorDiv(millis, MILLIS_PER_DAY));
  }

  private static boolean compare(LocalDate day, SearchKey.Dated key) {
    return switch (key.comparison()) {
      case BEFORE -> day.isBefore(key.date());
      case ON -> day.equals(key.date());
      case SINCE -> !day.isBefore(key.date());
    };
  }

  /// The day of the Date field in the sender's own zone. The instant alone decides where it is days
  /// away.
  private record SentTest(SearchKey.Dated key) implements SearchTest {
    @Override
    public Verdict of(Candidate message) {
      if (message.known() == Cost.SNAPSHOT) return Verdict.UNKNOWN;
      long sent = message.row().sentMillis();
      if (sent == MessageRow.NO_DATE) return Verdict.NO;
      var day = day(sent);
      long away = Math.abs(day.toEpochDay() - key.date().toEpochDay());
      if (away > 1) return Verdict.of(compare(day, key));
      if (message.known() == Cost.FACTS) return Verdict.UNKNOWN;
      var date = MailDate.parse(message.summary().envelope().date());
      return Verdict.of(compare(date == null ? day : date.toLocalDate(), key));
    }

    @Override
    public Set<Cost> steps() {
      return Set.of(Cost.FACTS, Cost.SUMMARY);
    }
  }

  private SearchTest header(String name, String text) {
    var scan = new HeaderTest(name, Set.of(name), new TextMatcher(text), text.isEmpty());
    return indexed(new TextField.Header(name), text, scan);
  }

  /// A field that the summary mostly knows.
  private record HeaderTest(String name, Set<String> names, TextMatcher matcher, boolean anyText)
      implements SearchTest {
    @Override
    public Verdict of(Candidate message) {
      if (message.known().compareTo(Cost.SUMMARY) < 0) return Verdict.UNKNOWN;
      if (message.summary().covers(names)) return Verdict.of(matches(message.summaryFields(names)));
      if (message.known() == Cost.SUMMARY) return Verdict.UNKNOWN;
      return Verdict.of(matches(message.header()));
    }

    private boolean matches(HeaderFields fields) {
      for (var field : fields.fields(name))
        if (anyText || matcher.isIn(field.decoded())) return true;
      return false;
    }

    @Override
    public Set<Cost> steps() {
      return Set.of(Cost.SUMMARY, Cost.BYTES);
    }
  }
}
