package org.posthorn.domain.doctor;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.posthorn.wire.dns.DnsName;

/// A record to publish.
///
/// @param data as the forms of DNS providers want it: text without quotes, names with their dot
public record ZoneRecord(DnsName name, String type, String data) {

  /// RFC 1035 §3.3.
  private static final int MAX_STRING = 255;

  static ZoneRecord txt(DnsName name, String text) {
    return new ZoneRecord(name, "TXT", text);
  }

  static ZoneRecord mx(DnsName name, DnsName host) {
    return new ZoneRecord(name, "MX", "10 " + host.text() + ".");
  }

  static ZoneRecord srv(DnsName name, int port, DnsName host) {
    return new ZoneRecord(name, "SRV", "0 1 " + port + " " + host.text() + ".");
  }

  static ZoneRecord address(DnsName name, InetAddress address) {
    var type = address instanceof Inet6Address ? "AAAA" : "A";
    return new ZoneRecord(name, type, address.getHostAddress());
  }

  static ZoneRecord tlsa(DnsName name, String keyHash) {
    return new ZoneRecord(name, "TLSA", "3 1 1 " + keyHash);
  }

  static ZoneRecord pointer(InetAddress address, DnsName host) {
    return new ZoneRecord(DnsName.reverse(address), "PTR", host.text() + ".");
  }

  /// As a line of a zone file (RFC 1035 §5.1).
  public String zone() {
    return "%s. IN %s %s".formatted(name.text(), type, type.equals("TXT") ? quoted() : data);
  }

  private String quoted() {
    var strings = new ArrayList<String>();
    for (int at = 0; at < data.length(); at += MAX_STRING)
      strings.add(data.substring(at, Math.min(data.length(), at + MAX_STRING)));
    var text = strings.stream().map(ZoneRecord::quote).collect(Collectors.joining(" "));
    return strings.size() < 2 ? text : "( " + text + " )";
  }

  private static String quote(String string) {
    return '"' + string.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  static String[] lines(List<ZoneRecord> records) {
    return records.stream().map(ZoneRecord::zone).toArray(String[]::new);
  }
}
