package org.posthorn.wire.mailauth;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.posthorn.wire.dns.Dns;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.dns.Lookup;
import org.posthorn.wire.dns.Mx;
import org.posthorn.wire.dns.Srv;
import org.posthorn.wire.dns.Tlsa;
import org.posthorn.wire.dns.Txt;

/// DNS as a text: a line for each record, `name TYPE data`; the data `!TIMEOUT` lets every question
/// of that type fail. Names are made absolute as they stand. Counts its questions.
final class TextZone implements Dns {

  private static final Pattern STRING = Pattern.compile("\"([^\"]*)\"");
  private static final int MAX_ALIASES = 8;

  private final Map<String, Map<String, List<String>>> records = new LinkedHashMap<>();
  private final List<String> questions = new ArrayList<>();

  static TextZone of(String... lines) {
    var zone = new TextZone();
    for (var text : lines) text.lines().filter(it -> !it.isBlank()).forEach(zone::add);
    return zone;
  }

  TextZone add(String line) {
    var parts = line.strip().split("\\s+", 3);
    return add(parts[0], parts[1], parts[2]);
  }

  TextZone add(String name, String type, String data) {
    records
        .computeIfAbsent(new DnsName(name).text(), _ -> new LinkedHashMap<>())
        .computeIfAbsent(type, _ -> new ArrayList<>())
        .add(data);
    return this;
  }

  List<String> questions() {
    return questions;
  }

  @Override
  public Lookup<Mx> mx(DnsName name) {
    Function<String, Mx> reader =
        data -> {
          var parts = data.split(" ", -1);
          return new Mx(Integer.parseInt(parts[0]), new DnsName(parts[1]));
        };
    return sorted(ask("MX", name, reader), Comparator.comparingInt(Mx::preference));
  }

  private static Lookup<Mx> sorted(Lookup<Mx> lookup, Comparator<Mx> order) {
    if (!(lookup instanceof Lookup.Found<Mx> found)) return lookup;
    return new Lookup.Found<>(
        found.records().stream().sorted(order).toList(),
        found.canonical(),
        found.isAuthentic(),
        found.ttl());
  }

  @Override
  public Lookup<Inet4Address> a(DnsName name) {
    return ask("A", name, Inet4Address::ofLiteral);
  }

  @Override
  public Lookup<Inet6Address> aaaa(DnsName name) {
    return ask("AAAA", name, data -> (Inet6Address) Inet6Address.ofLiteral(data));
  }

  @Override
  public Lookup<Txt> txt(DnsName name) {
    return ask(
        "TXT",
        name,
        data -> new Txt(STRING.matcher(data).results().map(it -> it.group(1)).toList()));
  }

  @Override
  public Lookup<Srv> srv(DnsName name) {
    return new Lookup.NoSuchName<>(false);
  }

  @Override
  public Lookup<Tlsa> tlsa(DnsName name) {
    return new Lookup.NoSuchName<>(false);
  }

  @Override
  public Lookup<DnsName> ptr(InetAddress address) {
    return ask("PTR", new DnsName(reverse(address)), DnsName::new);
  }

  @Override
  public Lookup<DnsName> cname(DnsName name) {
    return ask("CNAME", name, DnsName::new);
  }

  static String reverse(InetAddress address) {
    var octets = address.getAddress();
    var name = new StringBuilder();
    for (int i = octets.length - 1; i >= 0; i--) {
      int octet = octets[i] & 0xff;
      if (octets.length == 4) name.append(octet).append('.');
      else name.append("%x.%x.".formatted(octet & 15, octet >> 4));
    }
    return name.append(octets.length == 4 ? "in-addr.arpa" : "ip6.arpa").toString();
  }

  private <R> Lookup<R> ask(String type, DnsName name, Function<String, R> reader) {
    questions.add(type + " " + name);
    var at = name;
    for (int i = 0; i < MAX_ALIASES; i++) {
      var here = records.get(at.text());
      if (here == null)
        return isAbove(at) ? new Lookup.NoSuchRecord<>(false) : new Lookup.NoSuchName<>(false);
      var alias = type.equals("CNAME") ? null : here.get("CNAME");
      if (alias == null) return answer(here.get(type), at, reader);
      at = new DnsName(alias.getFirst());
    }
    return new Lookup.Failed<>(Lookup.Failure.MALFORMED, "aliases in a circle");
  }

  private boolean isAbove(DnsName name) {
    return records.keySet().stream().anyMatch(it -> new DnsName(it).isWithin(name));
  }

  private static <R> Lookup<R> answer(
      @org.jspecify.annotations.Nullable List<String> data,
      DnsName name,
      Function<String, R> reader) {
    if (data == null) return new Lookup.NoSuchRecord<>(false);
    var first = data.getFirst();
    if (first.startsWith("!"))
      return new Lookup.Failed<>(Lookup.Failure.valueOf(first.substring(1)), first);
    return new Lookup.Found<>(data.stream().map(reader).toList(), name, false, Duration.ofHours(1));
  }
}
