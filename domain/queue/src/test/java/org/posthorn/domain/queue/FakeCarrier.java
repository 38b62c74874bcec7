package org.posthorn.domain.queue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.posthorn.domain.relay.ConnectionFailure;
import org.posthorn.domain.relay.ConnectionFailure.Next;
import org.posthorn.domain.relay.Hop;
import org.posthorn.domain.relay.OutgoingMail;
import org.posthorn.domain.relay.RecipientOutcome;
import org.posthorn.domain.relay.RelayTrace;
import org.posthorn.domain.relay.Route;
import org.posthorn.domain.relay.Sent;
import org.posthorn.domain.relay.Target;
import org.posthorn.domain.relay.TlsPolicy;
import org.posthorn.domain.relay.Transport;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mail.Span;
import org.posthorn.wire.smtp.EnhancedCode;
import org.posthorn.wire.smtp.Reply;

/// Carries to hosts that are functions. Every domain has the host `mx.DOMAIN`, unless a test says
/// otherwise, and takes everything. Any thread.
final class FakeCarrier implements Carrier {

  static final Reply TAKEN = Reply.of(250, "2.0.0", "taken");

  /// What was handed over.
  record Handed(String host, List<String> recipients, String text, int session) {}

  /// How a host answers.
  interface Host {
    Sent take(OutgoingMail mail);
  }

  final List<Handed> handed = new CopyOnWriteArrayList<>();
  final List<String> dialled = new CopyOnWriteArrayList<>();
  final Map<String, Function<Hop, Route>> routes = new ConcurrentHashMap<>();
  final Map<String, ConnectionFailure> closed = new ConcurrentHashMap<>();
  final Map<String, Host> hosts = new ConcurrentHashMap<>();
  final Map<String, Integer> perSession = new ConcurrentHashMap<>();
  final Map<String, Integer> mostOpen = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> open = new ConcurrentHashMap<>();
  private final AtomicInteger sessions = new AtomicInteger();

  void dead(String domain) {
    closed.put("mx." + domain, noConnection(domain));
  }

  static ConnectionFailure noConnection(String domain) {
    return new ConnectionFailure(
        EnhancedCode.of("4.4.1"), null, "no connection to mx." + domain, Next.NEXT_TARGET);
  }

  static Target target(String name) {
    var security =
        new Target.Security(Transport.SMTP, new TlsPolicy.None(), Target.Trust.DNS, null);
    var address = InetAddress.getLoopbackAddress();
    return new Target("example.net", new DnsName(name), 25, List.of(address), security);
  }

  @Override
  public Route route(Hop hop, RelayTrace trace) {
    var domain = ((Hop.Exchange) hop).domain().text();
    return routes
        .getOrDefault(domain, _ -> new Route.Targets(List.of(target("mx." + domain)), List.of()))
        .apply(hop);
  }

  @Override
  public Opening open(Target target, RelayTrace trace) {
    var name = target.name();
    dialled.add(name);
    var failure = closed.get(name);
    if (failure != null) return new Opening.Failed(failure);
    int now = open.computeIfAbsent(name, _ -> new AtomicInteger()).incrementAndGet();
    mostOpen.merge(name, now, Math::max);
    return new Opening.Ready(new FakeSession(name, sessions.incrementAndGet()));
  }

  static Sent all(OutgoingMail mail, RecipientOutcome outcome) {
    return new Sent.Complete(mail.recipients().stream().map(_ -> outcome).toList());
  }

  static RecipientOutcome taken() {
    return new RecipientOutcome.Delivered(TAKEN, Set.of());
  }

  static RecipientOutcome refused(int code, String enhanced, String text) {
    return RecipientOutcome.refused(Reply.of(code, enhanced, text));
  }

  static String text(OutgoingMail mail) {
    var content = mail.content();
    try (var in = content.source().open(new Span(0, content.octets()))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Texts of all messages that some domain's host has taken, in their order.
  List<String> texts(String domain) {
    return handed.stream()
        .filter(one -> one.host().equals("mx." + domain))
        .map(Handed::text)
        .toList();
  }

  private final class FakeSession implements Session {
    private final String host;
    private final int number;
    private int messages;
    private boolean over;

    FakeSession(String host, int number) {
      this.host = host;
      this.number = number;
    }

    @Override
    public Sent send(OutgoingMail mail, RelayTrace trace) {
      messages++;
      var answer = hosts.getOrDefault(host, all -> all(all, taken())).take(mail);
      if (answer instanceof Sent.Broken) over = true;
      var recipients = new ArrayList<String>();
      for (int i = 0; i < answer.outcomes().size(); i++)
        if (answer.outcomes().get(i) instanceof RecipientOutcome.Delivered)
          recipients.add(mail.recipients().get(i).address().toString());
      if (!recipients.isEmpty()) handed.add(new Handed(host, recipients, text(mail), number));
      return answer;
    }

    @Override
    public boolean isExhausted() {
      return over || messages >= perSession.getOrDefault(host, Integer.MAX_VALUE);
    }

    @Override
    public boolean isAlive() {
      return !over;
    }

    @Override
    public void close() {
      var count = open.get(host);
      if (count != null) count.decrementAndGet();
    }
  }
}
