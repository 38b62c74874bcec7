package org.posthorn.wire.sieve;

import java.util.List;

/// `spamtest` and `virustest` (RFC 5235).
record ScannerTest(Position at, Scale scale, Match match, Keys keys) implements Test.Question {

  enum Scale {
    SPAM_TEN,
    SPAM_PERCENT,
    VIRUS
  }

  static ScannerTest ofSpam(Arguments arguments) throws CheckFailed {
    boolean percent = arguments.flag("percent", Extension.SPAMTESTPLUS);
    return of(arguments, percent ? Scale.SPAM_PERCENT : Scale.SPAM_TEN);
  }

  static ScannerTest ofVirus(Arguments arguments) throws CheckFailed {
    return of(arguments, Scale.VIRUS);
  }

  private static ScannerTest of(Arguments arguments, Scale scale) throws CheckFailed {
    var match = Match.withoutList(arguments);
    var value = arguments.string("the value to compare with");
    return new ScannerTest(arguments.at(), scale, match, Keys.of(List.of(value), match));
  }

  @Override
  public boolean holds(Execution execution) {
    var scores = execution.facts().scores();
    var spam = scores.spamPercent();
    boolean tested = scale == Scale.VIRUS ? scores.virus() > 0 : spam != null;
    int percent = spam == null ? 0 : spam;
    int value =
        switch (scale) {
          case VIRUS -> scores.virus();
          case SPAM_PERCENT -> percent;
          case SPAM_TEN -> tested ? ten(percent) : 0;
        };
    return Comparing.of(execution, match, keys)
        .any(List.of(Integer.toString(value)), tested ? 1 : 0);
  }

  // RFC 5235 §3.2.1: 1 is clear, 10 is certain, the rest lies between
  private static int ten(int percent) {
    if (percent == 0) return 1;
    return percent == 100 ? 10 : 2 + (percent - 1) * 8 / 99;
  }
}
