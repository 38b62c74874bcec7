package org.posthorn.wire.sieve;

/// `size` (RFC 5228 §5.9).
///
/// @param over else under
record SizeTest(Position at, boolean over, long limit) implements Test.Question {

  static SizeTest of(Arguments arguments) throws CheckFailed {
    boolean over = arguments.flag("over");
    boolean under = arguments.flag("under");
    if (over == under) throw arguments.fail("\"size\" needs either :over or :under");
    return new SizeTest(arguments.at(), over, arguments.number("the limit"));
  }

  @Override
  public boolean holds(Execution execution) {
    // RFC 5703 §4 extends "header", "address" and "exists" only: in a loop too it is the message
    long octets = execution.view().octets();
    boolean holds = over ? octets > limit : octets < limit;
    execution.trace(
        TraceStep.Kind.COMPARISON,
        octets + " octets " + (over ? ":over " : ":under ") + limit + (holds ? ": yes" : ": no"));
    return holds;
  }
}
