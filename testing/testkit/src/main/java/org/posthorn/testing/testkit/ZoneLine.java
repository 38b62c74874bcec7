package org.posthorn.testing.testkit;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.dns.Lookup.Failure;
import org.posthorn.wire.dns.Mx;
import org.posthorn.wire.dns.RecordType;
import org.posthorn.wire.dns.Srv;
import org.posthorn.wire.dns.Tlsa;
import org.posthorn.wire.dns.Txt;

/// A line that [FakeDns] is told.
sealed interface ZoneLine {
  Pattern ADDRESS = Pattern.compile("[0-9][0-9.]*|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*");
  Pattern LINE = Pattern.compile("(\\S+)\\s+(?:([0-9]+)\\s+)?([A-Za-z]+)(?:\\s+(.*))?");
  Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"\\s*");

  /// The most octets of a string in a record (RFC 1035 §3.3).
  int MAX_STRING = 255;

  /// A record.
  ///
  /// @param data a record of the vocabulary, an address or a name
  record Entry(DnsName name, @Nullable Duration ttl, RecordType type, Object data)
      implements ZoneLine {}

  record Fails(DnsName name, Set<RecordType> types, Failure failure) implements ZoneLine {}

  record Signed(DnsName name) implements ZoneLine {}

  /// Null when there is nothing on the line.
  static @Nullable ZoneLine parse(String line) {
    if (line.isBlank() || line.strip().startsWith("#")) return null;
    var parts = LINE.matcher(line.strip());
    if (!parts.matches()) throw new IllegalArgumentException("not NAME [TTL] TYPE DATA: " + line);
    var ttl = parts.group(2) == null ? null : Duration.ofSeconds(Long.parseLong(parts.group(2)));
    var word = parts.group(3).toUpperCase(Locale.ROOT);
    var data = parts.group(4) == null ? "" : parts.group(4).strip();
    if (!word.equals("TXT")) data = data.replaceFirst("(^|\\s)#.*", "").strip();
    try {
      var name = name(parts.group(1));
      return switch (word) {
        case "SIGNED" -> new Signed(name);
        case "FAILS" -> new Fails(name, EnumSet.allOf(RecordType.class), Failure.valueOf(data));
        default -> typed(name, ttl, RecordType.valueOf(word), data);
      };
    } catch (IllegalArgumentException
        | IndexOutOfBoundsException
        | ClassCastException
        | UnknownHostException e) {
      throw new IllegalArgumentException("not understood: " + line, e);
    }
  }

  private static ZoneLine typed(DnsName name, @Nullable Duration ttl, RecordType type, String data)
      throws UnknownHostException {
    var words = List.of(data.split("\\s+"));
    if (words.getFirst().equals("FAILS"))
      return new Fails(name, EnumSet.of(type), Failure.valueOf(words.get(1)));
    return new Entry(name, ttl, type, data(type, words, data));
  }

  private static Object data(RecordType type, List<String> words, String data)
      throws UnknownHostException {
    return switch (type) {
      case A -> (Object) Inet4Address.class.cast(address(data));
      case AAAA -> Inet6Address.class.cast(address(data));
      case MX -> new Mx(number(words, 0), new DnsName(words.get(1)));
      case TXT -> new Txt(strings(data));
      case SRV ->
          new Srv(number(words, 0), number(words, 1), number(words, 2), new DnsName(words.get(3)));
      case TLSA ->
          Tlsa.of(
              number(words, 0),
              number(words, 1),
              number(words, 2),
              HexFormat.of().parseHex(words.get(3)));
      case PTR, CNAME -> new DnsName(data);
    };
  }

  private static int number(List<String> words, int index) {
    return Integer.parseInt(words.get(index));
  }

  private static DnsName name(String text) throws UnknownHostException {
    return ADDRESS.matcher(text).matches() ? DnsName.reverse(address(text)) : new DnsName(text);
  }

  /// Only literals: the host is never asked.
  private static InetAddress address(String text) throws UnknownHostException {
    if (!ADDRESS.matcher(text).matches())
      throw new IllegalArgumentException("not an address: " + text);
    return InetAddress.getByName(text);
  }

  /// Quoted strings, or one text, which is cut where a string must end.
  private static List<String> strings(String data) {
    if (!data.startsWith("\"")) return pieces(octets(data)).toList();
    var strings = new ArrayList<String>();
    var quoted = QUOTED.matcher(data);
    var end = 0;
    while (quoted.find() && quoted.start() == end) {
      strings.add(octets(quoted.group(1).replaceAll("\\\\(.)", "$1")));
      end = quoted.end();
    }
    if (end < data.length()) throw new IllegalArgumentException("not a quoted string");
    return strings.stream().flatMap(ZoneLine::pieces).toList();
  }

  private static Stream<String> pieces(String octets) {
    if (octets.length() <= MAX_STRING) return Stream.of(octets);
    return Stream.concat(
        Stream.of(octets.substring(0, MAX_STRING)), pieces(octets.substring(MAX_STRING)));
  }

  private static String octets(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
