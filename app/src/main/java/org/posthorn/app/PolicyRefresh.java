package org.posthorn.app;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.posthorn.domain.relay.StsPolicies;
import org.posthorn.domain.relay.StsStore;
import org.posthorn.platform.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fetches MTA-STS policies anew long before their time is over, once an hour on a thread of its
/// own (RFC 8461 §5.1).
final class PolicyRefresh implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PolicyRefresh.class);

  private static final Duration PERIOD = Duration.ofHours(1);

  /// Domains that are named in one line.
  private static final int MAX_NAMED = 10;

  private final StsPolicies policies;
  private final StsStore store;
  private final CountDownLatch closed = new CountDownLatch(1);

  PolicyRefresh(StsPolicies policies, StsStore store) {
    this.policies = policies;
    this.store = store;
  }

  void start() {
    Thread.ofVirtual().name("policy refresh").start(this::run);
  }

  private void run() {
    try {
      while (!closed.await(PERIOD.toSeconds(), TimeUnit.SECONDS)) refresh();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void refresh() {
    try {
      var failed = policies.refresh(store);
      if (!failed.isEmpty())
        log.warn(
            "the MTA-STS policies of {} domains could not be fetched again; the old ones hold until"
                + " their time is over: {}",
            failed.size(),
            failed.subList(0, Math.min(failed.size(), MAX_NAMED)));
      store.forget();
    } catch (StorageException e) {
      log.warn("old MTA-STS policies could not be forgotten: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
