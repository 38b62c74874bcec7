package org.posthorn.app;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Quota;
import org.posthorn.domain.directory.Referral;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;

/// What administrators write, read into what the domain floor takes.
final class Words {
  private Words() {}

  static EmailAddress address(String text) throws AdminRefused {
    try {
      return EmailAddress.parse(text.strip());
    } catch (AddressException e) {
      throw new AdminRefused("\"%s\" is not an address: %s".formatted(text, e.getMessage()));
    }
  }

  static @Nullable EmailAddress optionalAddress(String text) throws AdminRefused {
    return text.isBlank() ? null : address(text);
  }

  static List<EmailAddress> addresses(List<String> texts) throws AdminRefused {
    var addresses = new ArrayList<EmailAddress>();
    for (var text : texts) addresses.add(address(text));
    return addresses;
  }

  static DomainName domain(String text) throws AdminRefused {
    try {
      return DomainName.parse(text.strip());
    } catch (AddressException e) {
      throw new AdminRefused("\"%s\" is not a domain name: %s".formatted(text, e.getMessage()));
    }
  }

  static @Nullable DomainName optionalDomain(@Nullable String text) throws AdminRefused {
    return text == null ? null : domain(text);
  }

  static long quotaBytes(String text) throws AdminRefused {
    var bytes = Quota.parseBytes(text);
    if (bytes == null)
      throw new AdminRefused(
          "\"%s\" is not a size: write 5G, 500M, a number of octets, or none".formatted(text));
    return bytes;
  }

  /// `moved HOST`, `advised HOST`, or `none`; null for none and for nothing said.
  static @Nullable Referral referral(@Nullable String text) throws AdminRefused {
    if (text == null || text.equals("none")) return null;
    var referral = Referral.parse(text);
    if (referral == null)
      throw new AdminRefused(
          "\"%s\" is not a server: write HOST or HOST:PORT"
              .formatted(text.substring(text.indexOf(' ') + 1)));
    return referral;
  }

  /// With a capital at its beginning and a full stop at its end, unless it begins with an address.
  static String sentence(String text) {
    if (text.isEmpty()) return text;
    int end = text.indexOf(' ');
    var first = end < 0 ? text : text.substring(0, end);
    var begun =
        first.contains("@") || first.contains(".")
            ? text
            : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    return begun.endsWith(".") ? begun : begun + ".";
  }
}
