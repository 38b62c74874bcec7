package org.posthorn.wire.mailauth;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.AddressList;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.HeaderFields;

/// The domains of a message's From field (RFC 7489 §6.6.1): one of all but a few messages.
///
/// @param problem why there are none, which servers may refuse a message for; null if there are
public record DmarcAuthors(List<DnsName> domains, @Nullable String problem) {

  /// Each is a question to DNS.
  private static final int MAX_DOMAINS = 10;

  public DmarcAuthors {
    domains = List.copyOf(domains);
    if (domains.isEmpty() == (problem == null))
      throw new IllegalArgumentException("either domains or a problem");
  }

  public static DmarcAuthors of(HeaderFields header) {
    var fields = header.values("From");
    if (fields.isEmpty()) return new DmarcAuthors(List.of(), "there is no From field");
    if (fields.size() > 1) return new DmarcAuthors(List.of(), "there is more than one From field");
    Set<DnsName> domains = new LinkedHashSet<>();
    for (var address : AddressList.parse(fields.getFirst())) {
      var domain = domain(address.host());
      if (domain != null) domains.add(domain);
      if (domains.size() > MAX_DOMAINS)
        return new DmarcAuthors(List.of(), "From has too many domains");
    }
    if (domains.isEmpty()) return new DmarcAuthors(List.of(), "From has no domain");
    return new DmarcAuthors(List.copyOf(domains), null);
  }

  private static @Nullable DnsName domain(@Nullable String host) {
    if (host == null || host.isEmpty()) return null;
    try {
      var name = DomainName.parse(host.endsWith(".") ? host.substring(0, host.length() - 1) : host);
      return name.isLiteral() ? null : DnsName.parse(name.ascii());
    } catch (AddressException e) {
      return null;
    }
  }
}
