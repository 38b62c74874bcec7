package org.posthorn.wire.sieve;

/// How much a run has looked at, in characters, so that it ends in time that does not depend on the
/// script. Owned by one run.
final class Work {

  private final long limit;
  private long spent;

  Work(long limit) {
    this.limit = limit;
  }

  void spend(long amount) {
    spent += amount;
    if (spent > limit || spent < 0)
      throw new ScriptFault(
          "the script compares more text than one message may cost; make its patterns simpler");
  }

  long spent() {
    return spent;
  }
}
