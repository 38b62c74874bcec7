package org.posthorn.wire.sieve;

import java.util.List;

/// `string` (RFC 5229 §5).
record StringTest(Position at, Match match, List<Template> sources, Keys keys)
    implements Test.Question {

  static StringTest of(Arguments arguments) throws CheckFailed {
    var match = Match.of(arguments);
    var sources = arguments.strings("the strings to look at");
    return new StringTest(arguments.at(), match, sources, arguments.keys(match));
  }

  @Override
  public boolean holds(Execution execution) {
    var values = execution.expand(sources);
    int count = (int) values.stream().filter(value -> !value.isEmpty()).count();
    return Comparing.of(execution, match, keys).any(values, count);
  }
}
