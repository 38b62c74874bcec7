package org.posthorn.servers.imap;

import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// One condition of a search, for one message at a time.
interface SearchTest {

  /// Whether a message fulfils the condition, as far as that can be said.
  enum Verdict {
    YES,
    NO,
    /// More of the message must be known.
    UNKNOWN;

    Verdict not() {
      return switch (this) {
        case YES -> NO;
        case NO -> YES;
        case UNKNOWN -> UNKNOWN;
      };
    }

    static Verdict of(boolean fulfilled) {
      return fulfilled ? YES : NO;
    }
  }

  /// What must be known of a message at most, from cheap to costly.
  enum Cost {
    SNAPSHOT,
    FACTS,
    /// Not of the message itself, but what the index says about it.
    INDEX,
    SUMMARY,
    BYTES
  }

  Verdict of(Candidate message);

  /// At which costs it can say more than at the one before; not empty.
  Set<Cost> steps();

  /// What it needs at most.
  default Cost cost() {
    return Collections.max(steps());
  }

  /// A plain condition that needs `cost` to be decided.
  static SearchTest needing(Cost cost, java.util.function.Predicate<Candidate> condition) {
    return new SearchTest() {
      @Override
      public Verdict of(Candidate message) {
        if (message.known().compareTo(cost) < 0) return Verdict.UNKNOWN;
        return Verdict.of(condition.test(message));
      }

      @Override
      public Set<Cost> steps() {
        return Set.of(cost);
      }
    };
  }

  /// All of them; the cheap ones are asked first.
  record All(List<SearchTest> tests) implements SearchTest {
    public All {
      tests = cheapFirst(tests);
    }

    @Override
    public Verdict of(Candidate message) {
      var verdict = Verdict.YES;
      for (int i = 0; i < tests.size(); i++) {
        switch (tests.get(i).of(message)) {
          case NO -> {
            return Verdict.NO;
          }
          case UNKNOWN -> verdict = Verdict.UNKNOWN;
          case YES -> {}
        }
      }
      return verdict;
    }

    @Override
    public Set<Cost> steps() {
      return union(tests);
    }
  }

  /// Any of them; the cheap ones are asked first.
  record Any(List<SearchTest> tests) implements SearchTest {
    public Any {
      tests = cheapFirst(tests);
    }

    @Override
    public Verdict of(Candidate message) {
      var verdict = Verdict.NO;
      for (int i = 0; i < tests.size(); i++) {
        switch (tests.get(i).of(message)) {
          case YES -> {
            return Verdict.YES;
          }
          case UNKNOWN -> verdict = Verdict.UNKNOWN;
          case NO -> {}
        }
      }
      return verdict;
    }

    @Override
    public Set<Cost> steps() {
      return union(tests);
    }
  }

  record Not(SearchTest test) implements SearchTest {
    @Override
    public Verdict of(Candidate message) {
      return test.of(message).not();
    }

    @Override
    public Set<Cost> steps() {
      return test.steps();
    }
  }

  private static Set<Cost> union(List<SearchTest> tests) {
    var steps = EnumSet.of(Cost.SNAPSHOT);
    for (var test : tests) steps.addAll(test.steps());
    return steps;
  }

  private static List<SearchTest> cheapFirst(List<SearchTest> tests) {
    return tests.stream().sorted(Comparator.comparing(SearchTest::cost)).toList();
  }
}
