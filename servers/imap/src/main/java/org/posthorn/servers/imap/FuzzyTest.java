package org.posthorn.servers.imap;

import java.util.Set;
import org.posthorn.wire.mail.HeaderFields;

/// A text that is looked for as people look for it (RFC 6203).
sealed interface FuzzyTest extends SearchTest {

  /// In fields of one name.
  record Fields(String name, Set<String> names, FuzzyMatch match, Relevance.Scores scores)
      implements FuzzyTest {
    @Override
    public Verdict of(Candidate message) {
      if (message.known().compareTo(Cost.SUMMARY) < 0) return Verdict.UNKNOWN;
      if (message.summary().covers(names)) return judge(message, message.summaryFields(names));
      if (message.known() == Cost.SUMMARY) return Verdict.UNKNOWN;
      return judge(message, message.header());
    }

    private Verdict judge(Candidate message, HeaderFields fields) {
      int best = 0;
      for (var field : fields.fields(name)) {
        match.reset();
        match.text(field.decoded());
        best = Math.max(best, match.score());
      }
      scores.note(message.index(), best);
      return Verdict.of(best > 0);
    }

    @Override
    public Set<Cost> steps() {
      return Set.of(Cost.SUMMARY, Cost.BYTES);
    }
  }

  /// In the body, or in header and body; what stands in the header is worth more.
  record Texts(boolean withHeader, FuzzyMatch match, Relevance.Scores scores) implements FuzzyTest {
    @Override
    public Verdict of(Candidate message) {
      if (message.known() != Cost.BYTES) return Verdict.UNKNOWN;
      int score = withHeader ? header(message) : 0;
      if (score == 0) {
        match.reset();
        message.readBody(match);
        score = withHeader ? match.score() * 2 / 3 : match.score();
      }
      scores.note(message.index(), score);
      return Verdict.of(score > 0);
    }

    private int header(Candidate message) {
      match.reset();
      message.readHeader(match);
      return match.score();
    }

    @Override
    public Set<Cost> steps() {
      return Set.of(Cost.BYTES);
    }
  }
}
