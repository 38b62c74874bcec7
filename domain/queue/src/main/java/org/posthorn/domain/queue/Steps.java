package org.posthorn.domain.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.posthorn.domain.relay.RelayStep;
import org.posthorn.domain.relay.RelayTrace;
import org.posthorn.domain.relay.TlsAttempt;

/// Keeps the first steps of a session or of a message, and passes on what TLS reports need. Of one
/// worker.
final class Steps implements RelayTrace {

  private final Consumer<TlsAttempt> tls;
  private final List<RelayStep> steps = new ArrayList<>();

  Steps(Consumer<TlsAttempt> tls) {
    this.tls = tls;
  }

  @Override
  public void step(RelayStep step) {
    if (steps.size() < QueueTrace.MAX_STEPS) steps.add(step);
  }

  @Override
  public void tls(TlsAttempt attempt) {
    tls.accept(attempt);
  }

  List<RelayStep> toList() {
    return List.copyOf(steps);
  }

  /// These and then those of another, as many as are told.
  List<RelayStep> and(Steps later) {
    var all = new ArrayList<>(steps);
    for (var step : later.steps) if (all.size() < QueueTrace.MAX_STEPS) all.add(step);
    return List.copyOf(all);
  }
}
