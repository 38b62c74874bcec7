package org.posthorn.domain.guard;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.posthorn.wire.dns.Dns;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.dns.Lookup;
import org.posthorn.wire.dns.Mx;
import org.posthorn.wire.dns.Srv;
import org.posthorn.wire.dns.Tlsa;
import org.posthorn.wire.dns.Txt;

/// DNS for one message: all its questions together have so much time and no more, texts that will
/// be needed can be asked for together, and each text is asked for once. Any thread may ask.
final class MessageDns implements Dns {

  private final Dns dns;
  private final ExecutorService threads;
  private final long end;
  private final Map<DnsName, Future<Lookup<Txt>>> texts = new ConcurrentHashMap<>();

  /// @param threads where questions wait
  MessageDns(Dns dns, ExecutorService threads, Duration limit) {
    this.dns = dns;
    this.threads = threads;
    end = System.nanoTime() + limit.toNanos();
  }

  /// Asks without waiting.
  void begin(Collection<DnsName> names) {
    for (var name : names) if (left() > 0) texts.computeIfAbsent(name, this::submit);
  }

  private Future<Lookup<Txt>> submit(DnsName name) {
    return threads.submit(() -> dns.txt(name));
  }

  private long left() {
    return end - System.nanoTime();
  }

  private <R> Lookup<R> within(Callable<Lookup<R>> question) {
    return left() > 0 ? await(threads.submit(question)) : tooLate();
  }

  private <R> Lookup<R> await(Future<Lookup<R>> answer) {
    try {
      return answer.get(left(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | CancellationException _) {
      answer.cancel(true);
      return tooLate();
    } catch (InterruptedException _) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      return tooLate();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a question to DNS failed with an exception", e.getCause());
    }
  }

  private static <R> Lookup<R> tooLate() {
    return new Lookup.Failed<>(Lookup.Failure.TIMEOUT, "no time left for this message");
  }

  @Override
  public Lookup<Txt> txt(DnsName name) {
    return left() > 0 ? await(texts.computeIfAbsent(name, this::submit)) : tooLate();
  }

  @Override
  public Lookup<Mx> mx(DnsName name) {
    return within(() -> dns.mx(name));
  }

  @Override
  public Lookup<Inet4Address> a(DnsName name) {
    return within(() -> dns.a(name));
  }

  @Override
  public Lookup<Inet6Address> aaaa(DnsName name) {
    return within(() -> dns.aaaa(name));
  }

  @Override
  public Lookup<Srv> srv(DnsName name) {
    return within(() -> dns.srv(name));
  }

  @Override
  public Lookup<Tlsa> tlsa(DnsName name) {
    return within(() -> dns.tlsa(name));
  }

  @Override
  public Lookup<DnsName> ptr(InetAddress address) {
    return within(() -> dns.ptr(address));
  }

  @Override
  public Lookup<DnsName> cname(DnsName name) {
    return within(() -> dns.cname(name));
  }
}
