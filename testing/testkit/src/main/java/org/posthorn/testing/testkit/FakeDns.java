package org.posthorn.testing.testkit;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.dns.Dns;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.dns.Lookup;
import org.posthorn.wire.dns.Lookup.Failure;
import org.posthorn.wire.dns.Mx;
import org.posthorn.wire.dns.RecordType;
import org.posthorn.wire.dns.Srv;
import org.posthorn.wire.dns.Tlsa;
import org.posthorn.wire.dns.Txt;

/// DNS for tests: answers from lines that a test writes, and remembers what it was asked. Nothing
/// that was not written exists. Guarded by its own monitor.
///
/// ```
/// example.org                MX     10 mx.example.org
/// mx.example.org       60    A      192.0.2.1          # with a TTL; 300 seconds without
/// www.example.org            CNAME  example.org        # followed, as real ones are
/// example.org                TXT    v=spf1 mx -all     # one text, or "two" "strings"
/// _xmpps._tcp.example.org    SRV    5 0 5223 chat.example.org
/// _25._tcp.mx.example.org    TLSA   3 1 1 00ff…
/// 192.0.2.1                  PTR    mx.example.org     # an address, or its in-addr.arpa name
/// *.list.example             A      127.0.0.2          # names that are not there otherwise
/// example.org                SIGNED                    # this and all below is authentic
/// slow.example.org           FAILS  TIMEOUT            # whatever is asked
/// mx.example.org             AAAA   FAILS TYPE_DROPPED # only this type
/// ```
///
/// Of a text record, all after the type is the text, so a `#` begins a remark only on other lines.
/// MX and SRV come sorted, equals in the order in which they were written.
public final class FakeDns implements Dns {
  private static final Duration TTL = Duration.ofMinutes(5);
  private static final int MAX_ALIASES = 16;

  private final Map<DnsName, Node> nodes = new LinkedHashMap<>();
  private final Set<DnsName> signed = new HashSet<>();
  private final List<String> asked = new ArrayList<>();

  private FakeDns() {}

  /// What is at a name.
  private static final class Node {
    final Map<RecordType, List<Object>> records = new EnumMap<>(RecordType.class);
    final Map<RecordType, Failure> failures = new EnumMap<>(RecordType.class);
    Duration ttl = TTL;
  }

  /// Answers from these lines.
  ///
  /// @param lines one or more in each text
  /// @throws IllegalArgumentException for a line that it does not understand
  public static FakeDns of(String... lines) {
    return new FakeDns().add(lines);
  }

  /// Adds to what is there already.
  ///
  /// @throws IllegalArgumentException for a line that it does not understand
  public synchronized FakeDns add(String... lines) {
    for (var text : lines) text.lines().forEach(this::addLine);
    return this;
  }

  /// Takes away what is at a name, failures too.
  public synchronized FakeDns remove(String name) {
    nodes.remove(new DnsName(name));
    return this;
  }

  /// Everything that was asked so far, in order, as `example.org MX`.
  public synchronized List<String> asked() {
    return List.copyOf(asked);
  }

  /// How often `example.org MX` was asked.
  public synchronized int count(String question) {
    return (int) asked.stream().filter(question::equals).count();
  }

  /// Counts from zero again.
  public synchronized void forgetQuestions() {
    asked.clear();
  }

  private void addLine(String line) {
    var zoneLine = ZoneLine.parse(line);
    switch (zoneLine) {
      case null -> {}
      case ZoneLine.Signed(var name) -> signed.add(name);
      case ZoneLine.Fails(var name, var types, var failure) ->
          types.forEach(type -> node(name).failures.put(type, failure));
      case ZoneLine.Entry(var name, var ttl, var type, var data) -> {
        var node = node(name);
        if (ttl != null) node.ttl = ttl;
        node.records.computeIfAbsent(type, _ -> new ArrayList<>()).add(data);
      }
    }
  }

  private Node node(DnsName name) {
    return nodes.computeIfAbsent(name, _ -> new Node());
  }

  @Override
  public Lookup<Mx> mx(DnsName name) {
    return look(name, RecordType.MX, Mx.class, Comparator.comparingInt(Mx::preference));
  }

  @Override
  public Lookup<Inet4Address> a(DnsName name) {
    return look(name, RecordType.A, Inet4Address.class, null);
  }

  @Override
  public Lookup<Inet6Address> aaaa(DnsName name) {
    return look(name, RecordType.AAAA, Inet6Address.class, null);
  }

  @Override
  public Lookup<Txt> txt(DnsName name) {
    return look(name, RecordType.TXT, Txt.class, null);
  }

  @Override
  public Lookup<Srv> srv(DnsName name) {
    var order = Comparator.comparingInt(Srv::priority);
    return look(name, RecordType.SRV, Srv.class, order);
  }

  @Override
  public Lookup<Tlsa> tlsa(DnsName name) {
    return look(name, RecordType.TLSA, Tlsa.class, null);
  }

  @Override
  public Lookup<DnsName> ptr(InetAddress address) {
    return look(DnsName.reverse(address), RecordType.PTR, DnsName.class, null);
  }

  @Override
  public Lookup<DnsName> cname(DnsName name) {
    return look(name, RecordType.CNAME, DnsName.class, null);
  }

  private synchronized <R> Lookup<R> look(
      DnsName asked, RecordType type, Class<R> kind, @Nullable Comparator<R> order) {
    this.asked.add(asked.text() + " " + type);
    var isAuthentic = true;
    var name = asked;
    for (var aliases = 0; aliases <= MAX_ALIASES; aliases++) {
      isAuthentic &= signed.stream().anyMatch(name::isWithin);
      var node = find(name);
      if (node == null) {
        return exists(name)
            ? new Lookup.NoSuchRecord<>(isAuthentic)
            : new Lookup.NoSuchName<>(isAuthentic);
      }
      var failure = node.failures.get(type);
      if (failure != null) return new Lookup.Failed<>(failure, "the test says so");
      var records = node.records.getOrDefault(type, List.of());
      if (!records.isEmpty()) {
        var found = records.stream().map(kind::cast);
        var sorted = order == null ? found : found.sorted(order);
        return new Lookup.Found<>(sorted.toList(), name, isAuthentic, node.ttl);
      }
      var alias = node.records.get(RecordType.CNAME);
      if (alias == null) return new Lookup.NoSuchRecord<>(isAuthentic);
      name = (DnsName) alias.getFirst();
    }
    return new Lookup.Failed<>(Failure.MALFORMED, "too many aliases, or aliases in a circle");
  }

  /// What is at a name, or at the wildcard that stands for it.
  private @Nullable Node find(DnsName name) {
    var node = nodes.get(name);
    if (node != null || exists(name)) return node;
    for (var above = name.parent(); above != null; above = above.parent()) {
      var wildcard = above.below("*");
      var match = wildcard == null ? null : nodes.get(wildcard);
      if (match != null || exists(above)) return match;
    }
    return null;
  }

  private boolean exists(DnsName name) {
    return nodes.keySet().stream().anyMatch(known -> known.isWithin(name));
  }
}
