package org.posthorn.wire.sieve;

import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EnvelopeAddress;
import org.posthorn.wire.mail.Localpart;

/// ADDRESS-PART (RFC 5228 §2.7.4, RFC 5233 §4).
enum AddressPart {
  ALL,
  LOCALPART,
  DOMAIN,
  USER,
  DETAIL;

  /// Null when none is given.
  static @Nullable AddressPart of(Arguments arguments) throws CheckFailed {
    AddressPart part = null;
    if (arguments.flag("all")) part = ALL;
    if (arguments.flag("localpart")) part = only(arguments, part, LOCALPART);
    if (arguments.flag("domain")) part = only(arguments, part, DOMAIN);
    if (arguments.flag("user", Extension.SUBADDRESS)) part = only(arguments, part, USER);
    if (arguments.flag("detail", Extension.SUBADDRESS)) part = only(arguments, part, DETAIL);
    return part;
  }

  private static AddressPart only(
      Arguments arguments, @Nullable AddressPart before, AddressPart part) throws CheckFailed {
    if (before == null) return part;
    throw arguments.fail("only one part of an address can be looked at, as with :domain");
  }

  /// That part of an address, or null when the address has none.
  ///
  /// @param separators what divides user from detail
  @Nullable String of(EnvelopeAddress address, String separators) {
    var mailbox = address.mailbox() == null ? "" : address.mailbox();
    var host = address.host() == null ? "" : address.host();
    Localpart local;
    try {
      local = new Localpart(mailbox);
      var _ = DomainName.parse(host);
    } catch (IllegalArgumentException | AddressException e) {
      // not an address: nothing but :all may match it
      if (this != ALL) return null;
      return host.isEmpty() ? mailbox : mailbox + "@" + host;
    }
    return switch (this) {
      case ALL -> local + "@" + host;
      case LOCALPART -> mailbox;
      case DOMAIN -> host;
      case USER -> local.base(separators).text();
      case DETAIL -> local.detail(separators);
    };
  }
}
