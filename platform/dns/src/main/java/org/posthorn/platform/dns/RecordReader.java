package org.posthorn.platform.dns;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.Inet6Address;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.dns.Mx;
import org.posthorn.wire.dns.RecordType;
import org.posthorn.wire.dns.Srv;
import org.posthorn.wire.dns.Tlsa;
import org.posthorn.wire.dns.Txt;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;

/// From dnsjava's records to ours.
final class RecordReader {
  private RecordReader() {}

  /// Null for a record that is of no use: of another type, with a name that we do not take, or an
  /// IPv4 address that is dressed as an IPv6 one.
  static @Nullable Object read(Record record, RecordType type) {
    return switch (type) {
      case A -> record instanceof ARecord a ? a.getAddress() : null;
      case AAAA ->
          record instanceof AAAARecord a && a.getAddress() instanceof Inet6Address v6 ? v6 : null;
      case MX -> record instanceof MXRecord mx ? mx(mx) : null;
      case TXT -> record instanceof TXTRecord txt ? txt(txt) : null;
      case SRV -> record instanceof SRVRecord srv ? srv(srv) : null;
      case TLSA -> record instanceof TLSARecord tlsa ? tlsa(tlsa) : null;
      case PTR -> record instanceof PTRRecord ptr ? name(ptr.getTarget()) : null;
      case CNAME -> record instanceof CNAMERecord cname ? name(cname.getTarget()) : null;
    };
  }

  private static @Nullable DnsName name(Name name) {
    return Names.fromWire(name);
  }

  private static @Nullable Mx mx(MXRecord record) {
    var host = name(record.getTarget());
    return host == null ? null : new Mx(record.getPriority(), host);
  }

  private static @Nullable Srv srv(SRVRecord record) {
    var target = name(record.getTarget());
    if (target == null) return null;
    return new Srv(record.getPriority(), record.getWeight(), record.getPort(), target);
  }

  private static Txt txt(TXTRecord record) {
    var strings = record.getStringsAsByteArrays().stream();
    return new Txt(strings.map(octets -> new String(octets, ISO_8859_1)).toList());
  }

  private static Tlsa tlsa(TLSARecord record) {
    return Tlsa.of(
        record.getCertificateUsage(),
        record.getSelector(),
        record.getMatchingType(),
        record.getCertificateAssociationData());
  }
}
