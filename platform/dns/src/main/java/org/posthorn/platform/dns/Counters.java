package org.posthorn.platform.dns;

import java.util.concurrent.atomic.LongAdder;

/// Counts what happens. Any thread may call.
final class Counters {
  private final LongAdder questions = new LongAdder();
  private final LongAdder remembered = new LongAdder();
  private final LongAdder shared = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final LongAdder failed = new LongAdder();

  void question() {
    questions.increment();
  }

  void remembered() {
    remembered.increment();
  }

  void shared() {
    shared.increment();
  }

  void sent() {
    sent.increment();
  }

  void failed() {
    failed.increment();
  }

  ResolverCounts counts() {
    return new ResolverCounts(
        questions.sum(), remembered.sum(), shared.sum(), sent.sum(), failed.sum());
  }
}
