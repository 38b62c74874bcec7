package org.posthorn.servers.imap;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A condition on the text of a message that the index decides for as many as it can; the others
/// are looked at. Belongs to one search.
final class IndexedTest implements SearchTest {

  /// What the index says of one message after the other.
  interface Answer {
    Verdict of(Candidate message);
  }

  private final Supplier<Answer> index;
  private final SearchTest scan;

  /// Null as long as the index was not worth asking.
  private @Nullable Answer answer;

  /// @param index asked once at most, for the whole account
  /// @param scan decides by looking at the message
  IndexedTest(Supplier<Answer> index, SearchTest scan) {
    this.index = index;
    this.scan = scan;
  }

  @Override
  public Verdict of(Candidate message) {
    var known = answer;
    if (known == null && message.known() == Cost.INDEX) answer = known = index.get();
    if (known == null) return scan.of(message);
    var verdict = known.of(message);
    return verdict == Verdict.UNKNOWN ? scan.of(message) : verdict;
  }

  @Override
  public Set<Cost> steps() {
    var steps = EnumSet.of(Cost.INDEX);
    steps.addAll(scan.steps());
    return steps;
  }
}
