package org.posthorn.wire.mailauth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mailauth.SpfMechanism.Prefixes;
import org.posthorn.wire.mailauth.SpfRecord.Directive;

/// Reads SPF records by the grammar of RFC 7208 §12. One wrong term spoils the record (§4.6).
final class SpfRecordParser {

  /// RFC 7208 §3.4 wants records that fit into 512 octets. What is this long serves nobody but an
  /// attacker.
  static final int MAX_OCTETS = 16_384;

  private static final String VERSION = "v=spf1";

  private final List<Directive> directives = new ArrayList<>();
  private @Nullable MacroString redirect;
  private @Nullable MacroString explanation;

  private SpfRecordParser() {}

  /// RFC 7208 §4.5: the version ends with a space or with the record.
  static boolean isSpf(String text) {
    int end = VERSION.length();
    return text.regionMatches(true, 0, VERSION, 0, end)
        && (text.length() == end || text.charAt(end) == ' ');
  }

  /// @param text a record for which [#isSpf] holds
  static SpfRecord parse(String text) throws SpfFault {
    if (text.length() > MAX_OCTETS) throw SpfFault.permanent("the record is too long");
    var parser = new SpfRecordParser();
    for (var term : text.substring(VERSION.length()).split(" ", -1))
      if (!term.isEmpty()) parser.term(term);
    return new SpfRecord(parser.directives, parser.redirect, parser.explanation);
  }

  private void term(String term) throws SpfFault {
    int end = 0;
    while (end < term.length() && "=:/".indexOf(term.charAt(end)) < 0) end++;
    if (end < term.length() && term.charAt(end) == '=')
      modifier(term.substring(0, end), term.substring(end + 1));
    else directives.add(directive(term, end));
  }

  // modifier = redirect / explanation / unknown-modifier
  private void modifier(String name, String value) throws SpfFault {
    switch (name.toLowerCase(Locale.ROOT)) {
      case "redirect" -> {
        if (redirect != null) throw SpfFault.permanent("two redirect modifiers");
        redirect = MacroString.domainSpec(value);
      }
      case "exp" -> {
        if (explanation != null) throw SpfFault.permanent("two exp modifiers");
        explanation = MacroString.domainSpec(value);
      }
      default -> {
        if (!isName(name)) throw SpfFault.permanent("a malformed modifier name");
        MacroString.macroString(value);
      }
    }
  }

  // name = ALPHA *( ALPHA / DIGIT / "-" / "_" / "." )
  private static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean fits = i == 0 ? MacroString.isAlpha(c) : MacroString.isAlphanumeric(c);
      if (!fits && (i == 0 || "-_.".indexOf(c) < 0)) return false;
    }
    return !name.isEmpty();
  }

  // directive = [ qualifier ] mechanism
  private static Directive directive(String term, int nameEnd) throws SpfFault {
    var qualifier =
        switch (term.charAt(0)) {
          case '-' -> SpfResult.FAIL;
          case '~' -> SpfResult.SOFTFAIL;
          case '?' -> SpfResult.NEUTRAL;
          default -> SpfResult.PASS;
        };
    int start = "+-~?".indexOf(term.charAt(0)) < 0 ? 0 : 1;
    var name = term.substring(Math.min(start, nameEnd), nameEnd).toLowerCase(Locale.ROOT);
    return new Directive(qualifier, mechanism(name, term.substring(nameEnd)), term);
  }

  private static SpfMechanism mechanism(String name, String rest) throws SpfFault {
    return switch (name) {
      case "all" -> {
        if (!rest.isEmpty()) throw SpfFault.permanent("all takes nothing");
        yield new SpfMechanism.All();
      }
      case "include" -> new SpfMechanism.Include(MacroString.domainSpec(argument(rest)));
      case "exists" -> new SpfMechanism.Exists(MacroString.domainSpec(argument(rest)));
      case "ptr" ->
          new SpfMechanism.Ptr(rest.isEmpty() ? null : MacroString.domainSpec(argument(rest)));
      case "a" -> {
        int end = prefixStart(rest);
        yield new SpfMechanism.A(domain(rest.substring(0, end)), prefixes(rest.substring(end)));
      }
      case "mx" -> {
        int end = prefixStart(rest);
        yield new SpfMechanism.MailExchangers(
            domain(rest.substring(0, end)), prefixes(rest.substring(end)));
      }
      case "ip4" -> ip(argument(rest), IpNetwork.IPV4_BITS);
      case "ip6" -> ip(argument(rest), IpNetwork.IPV6_BITS);
      default -> throw SpfFault.permanent("an unknown mechanism");
    };
  }

  private static String argument(String rest) throws SpfFault {
    if (!rest.startsWith(":")) throw SpfFault.permanent("a mechanism without its argument");
    return rest.substring(1);
  }

  private static @Nullable MacroString domain(String rest) throws SpfFault {
    return rest.isEmpty() ? null : MacroString.domainSpec(argument(rest));
  }

  // ip4 = "ip4" ":" ip4-network [ ip4-cidr-length ]
  private static SpfMechanism ip(String argument, int bits) throws SpfFault {
    int slash = argument.indexOf('/');
    var text = slash < 0 ? argument : argument.substring(0, slash);
    var octets = bits == IpNetwork.IPV4_BITS ? IpNetwork.ipv4(text) : IpNetwork.ipv6(text);
    if (octets == null) throw SpfFault.permanent("a malformed address");
    int prefix = slash < 0 ? bits : prefix(argument.substring(slash + 1), bits);
    return new SpfMechanism.Ip(new IpNetwork(IpNetwork.address(octets), prefix));
  }

  /// A slash may belong to a domain-spec too, so prefix lengths are looked for from the end.
  private static int prefixStart(String rest) {
    int end = rest.length();
    int digits = digitsBefore(rest, end);
    if (digits < end && rest.startsWith("//", digits - 2)) end = digits - 2;
    digits = digitsBefore(rest, end);
    boolean single = digits < end && digits > 0 && rest.charAt(digits - 1) == '/';
    return single && !rest.startsWith("//", digits - 2) ? digits - 1 : end;
  }

  private static int digitsBefore(String text, int end) {
    int start = end;
    while (start > 0 && Digits.isDigit(text.charAt(start - 1))) start--;
    return start;
  }

  // dual-cidr-length = [ ip4-cidr-length ] [ "/" ip6-cidr-length ]
  private static Prefixes prefixes(String text) throws SpfFault {
    int ipv6At = text.indexOf("//");
    var ipv4 = ipv6At < 0 ? text : text.substring(0, ipv6At);
    return new Prefixes(
        ipv4.isEmpty() ? IpNetwork.IPV4_BITS : prefix(ipv4.substring(1), IpNetwork.IPV4_BITS),
        ipv6At < 0 ? IpNetwork.IPV6_BITS : prefix(text.substring(ipv6At + 2), IpNetwork.IPV6_BITS));
  }

  private static int prefix(String text, int most) throws SpfFault {
    int bits = Digits.number(text, 3);
    if (bits < 0 || bits > most) throw SpfFault.permanent("a malformed prefix length");
    return bits;
  }
}
