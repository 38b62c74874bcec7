package org.posthorn.domain.guard;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.HeaderFields;
import org.posthorn.wire.mailauth.DkimSigner;
import org.posthorn.wire.mailauth.DmarcAuthors;

/// Signs what our users and this server itself send, for the domains of the From field, with every
/// active key of each (RFC 6376 §5, RFC 8463 §3: RSA for those who do not know Ed25519).
///
/// A signature says that the domain stands by the message, so it is made only for domains that the
/// sender may speak for. Whether others have signed already does not matter. Any thread may call.
public final class Signing {

  private final SigningKeys keys;
  private final InstantSource clock;

  public Signing(SigningKeys keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /// The DKIM-Signature fields to put before the message, with line ends; empty when there is no
  /// key for it.
  ///
  /// @param message as it will be sent
  /// @param domains that the sender may speak for
  public String sign(MessageSource message, Collection<DomainName> domains) throws IOException {
    var known = known(domains);
    if (known.isEmpty()) return "";
    try (var reading = MessageReading.of(message)) {
      var chosen = chosen(reading.header(), known);
      if (chosen.isEmpty()) return "";
      var signing = new DkimSigner(chosen, DkimSigner.Form.RELAXED, clock).start(reading.header());
      reading.body(List.of(signing));
      return signing.finish();
    }
  }

  /// So that mail of domains without keys is not even read.
  private List<DkimSigner.Key> known(Collection<DomainName> domains) {
    Set<String> seen = new HashSet<>();
    var known = new ArrayList<DkimSigner.Key>();
    for (var domain : domains)
      if (!domain.isLiteral() && seen.add(domain.key())) known.addAll(keys.of(domain));
    return known;
  }

  private static List<DkimSigner.Key> chosen(HeaderFields header, List<DkimSigner.Key> known) {
    List<DnsName> authors = DmarcAuthors.of(header).domains();
    return known.stream().filter(it -> authors.contains(it.domain())).toList();
  }
}
