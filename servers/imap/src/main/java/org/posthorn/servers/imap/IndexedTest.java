package org.posthorn.servers.imap;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.search.TextAnswer;

/// A condition on the text of a message that the index decides for as many as it can; the others
/// are looked at. Belongs to one search.
final class IndexedTest implements SearchTest {

  private final Supplier<TextAnswer> index;
  private final SearchTest scan;

  /// Null as long as the index was not worth asking.
  private @Nullable TextAnswer answer;

  /// @param index asked once at most, for the whole account
  /// @param scan says the same by looking at the message
  IndexedTest(Supplier<TextAnswer> index, SearchTest scan) {
    this.index = index;
    this.scan = scan;
  }

  @Override
  public Verdict of(Candidate message) {
    var known = answer;
    if (known == null && message.known() == Cost.INDEX) answer = known = index.get();
    if (known == null) return scan.of(message);
    return switch (known.of(message.row().email())) {
      case YES -> Verdict.YES;
      case NO -> Verdict.NO;
      case UNKNOWN -> scan.of(message);
    };
  }

  @Override
  public Set<Cost> steps() {
    var steps = EnumSet.of(Cost.INDEX);
    steps.addAll(scan.steps());
    return steps;
  }
}
