package org.posthorn.wire.sieve;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.AddressList;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.EnvelopeAddress;
import org.posthorn.wire.mail.Localpart;

/// Addresses that scripts write (RFC 5228 §2.4.2.3).
final class SieveAddress {

  private SieveAddress() {}

  // sieve-address = addr-spec / phrase "<" addr-spec ">"
  /// The one address of a text, or null.
  static @Nullable EmailAddress parse(String text) {
    var all = parseList(text);
    return all != null && all.size() == 1 ? all.getFirst() : null;
  }

  /// The addresses of a mailbox-list, at least one, or null.
  static @Nullable List<EmailAddress> parseList(String text) {
    for (int i = 0; i < text.length(); i++) if (text.charAt(i) < ' ') return null;
    var addresses = new ArrayList<EmailAddress>();
    for (var each : AddressList.parse(text)) {
      var address = address(each);
      if (address == null) return null;
      addresses.add(address);
    }
    return addresses.isEmpty() ? null : addresses;
  }

  private static @Nullable EmailAddress address(EnvelopeAddress address) {
    var mailbox = address.mailbox();
    var host = address.host();
    if (mailbox == null || host == null || address.route() != null) return null;
    try {
      return new EmailAddress(new Localpart(mailbox), DomainName.parse(host));
    } catch (IllegalArgumentException | AddressException e) {
      return null;
    }
  }

  /// Refuses a constant that is no mailbox-list.
  static void checkFrom(@Nullable Template from) throws CheckFailed {
    if (from != null && from.isConstant() && parseList(from.source()) == null)
      throw CheckFailed.of(from.at(), ":from needs an address, and this is none");
  }

  /// A mailbox-list that was filled in, checked.
  static @Nullable String from(Execution execution, @Nullable Template from) {
    var text = execution.expandOrNull(from);
    if (text != null && parseList(text) == null)
      throw new ScriptFault(":from needs an address, and " + Execution.quoted(text) + " is none");
    return text;
  }
}
