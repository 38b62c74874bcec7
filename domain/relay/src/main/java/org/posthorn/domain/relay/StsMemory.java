package org.posthorn.domain.relay;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.dns.DnsName;

/// Policies in memory, those used last. Thread-safe.
public final class StsMemory implements StsCache {
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<DnsName, StsCache.Entry> entries;

  /// Empty.
  ///
  /// @param most how many are kept
  public StsMemory(int most) {
    entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<DnsName, StsCache.Entry> eldest) {
            return size() > most;
          }
        };
  }

  @Override
  public @Nullable Entry find(DnsName domain) {
    lock.lock();
    try {
      return entries.get(domain);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void put(DnsName domain, Entry entry) {
    lock.lock();
    try {
      entries.put(domain, entry);
    } finally {
      lock.unlock();
    }
  }
}
