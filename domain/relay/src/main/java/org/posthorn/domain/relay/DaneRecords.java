package org.posthorn.domain.relay;

import java.util.List;
import java.util.Locale;
import org.posthorn.wire.dns.Tlsa;

/// Which TLSA records count, and what they match (RFC 6698 §2.1, RFC 7671 §9, RFC 7672 §3).
final class DaneRecords {

  static final int DANE_TA = 2;
  static final int DANE_EE = 3;
  static final int CERTIFICATE = 0;
  static final int PUBLIC_KEY = 1;
  static final int FULL = 0;
  static final int SHA_256 = 1;
  static final int SHA_512 = 2;

  private DaneRecords() {}

  /// The records that can be used: RFC 7672 §3.1.3 leaves PKIX-TA and PKIX-EE out; digests have
  /// their length. Of records that differ only by digest, those of the strongest one stay (RFC 7671
  /// §9).
  static List<Tlsa> usable(List<Tlsa> records) {
    var known = records.stream().filter(DaneRecords::isUsable).toList();
    return known.stream().filter(record -> !isOutdone(record, known)).toList();
  }

  private static boolean isUsable(Tlsa record) {
    if (record.usage() != DANE_TA && record.usage() != DANE_EE) return false;
    if (record.selector() != CERTIFICATE && record.selector() != PUBLIC_KEY) return false;
    var hex = record.hex().toLowerCase(Locale.ROOT);
    if (!hex.matches("([0-9a-f]{2})+")) return false;
    return switch (record.matching()) {
      case FULL -> true;
      case SHA_256 -> hex.length() == 64;
      case SHA_512 -> hex.length() == 128;
      default -> false;
    };
  }

  private static boolean isOutdone(Tlsa record, List<Tlsa> all) {
    return record.matching() == SHA_256
        && all.stream()
            .anyMatch(other ->
                other.matching() == SHA_512
                    && other.usage() == record.usage()
                    && other.selector() == record.selector());
  }
}
