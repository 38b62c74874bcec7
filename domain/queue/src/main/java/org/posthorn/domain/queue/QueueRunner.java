package org.posthorn.domain.queue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.posthorn.domain.relay.TlsAttempt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Works on the queue of this node: starts workers for destinations that have something to do, and
/// the housekeeper. Started once, closed before the store.
public final class QueueRunner implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(QueueRunner.class);

  /// How long the messages that are being sent are waited for at the end; others keep them longer
  /// than that only when they are slow, and then their leases end with this node's next start.
  public static final Duration DRAIN = Duration.ofSeconds(30);

  private final Crew crew;
  private final Housekeeper housekeeper;

  /// Where mail and reports go.
  ///
  /// @param tls hears what TLS reports need (RFC 8460); called by many threads, must not fail
  public record Outlets(
      Carrier carrier, Routes routes, ReportSink reports, Consumer<TlsAttempt> tls) {}

  /// What all workers share.
  record Crew(
      MailQueue queue,
      Routes routes,
      Passage passage,
      Settling settling,
      Leases leases,
      RandomGenerator random) {
    InstantSource clock() {
      return queue.clock();
    }
  }

  /// @param random thread-safe; nothing is secret that comes of it
  public QueueRunner(
      MailQueue queue, Outlets outlets, Postmaster postmaster, RandomGenerator random) {
    var reporter =
        new Reporter(
            postmaster.writer(), postmaster.host(), postmaster.name(), queue.config().returned());
    crew =
        new Crew(
            queue,
            outlets.routes(),
            new Passage(outlets.carrier(), outlets.routes(), outlets.tls()),
            new Settling(queue, random, reporter, outlets.reports()),
            new Leases(queue.config().node()),
            random);
    housekeeper = new Housekeeper(crew);
  }

  /// Takes up what there is and begins.
  public void start() {
    housekeeper.begin();
    Thread.ofVirtual().name("queue dispatcher").start(this::dispatch);
    Thread.ofVirtual().name("queue housekeeper").start(housekeeper);
  }

  private void dispatch() {
    var lanes = crew.queue().lanes();
    for (var lane = lanes.awaitStart(); lane != null; lane = lanes.awaitStart())
      Thread.ofVirtual().name("queue for " + lane.destination()).start(new Worker(crew, lane));
  }

  /// Connections and attempts at some at this moment.
  public int workers() {
    return crew.queue().lanes().workers();
  }

  /// One round of the housekeeper.
  boolean lookAround() {
    boolean more = housekeeper.round();
    crew.queue().lanes().lookAgain();
    return more;
  }

  Crew crew() {
    return crew;
  }

  /// Begins no message any more, and waits for those that are being sent.
  @Override
  public void close() {
    housekeeper.close();
    crew.queue().lanes().close();
    if (!crew.queue().lanes().awaitEmpty(DRAIN))
      LOG.warn("queue: {} workers are still busy after {}", workers(), DRAIN);
  }
}
