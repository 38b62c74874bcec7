package org.posthorn.wire.mailauth;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.dns.DnsName;

/// Puts values in the place of macros (RFC 7208 §7). Belongs to one evaluation.
final class MacroExpansion {

  /// What is longer is not worth the work: names are cut to 253 octets and replies to a line.
  private static final int MAX_EXPANDED = 4_096;

  /// Where `%{p}` comes from; it asks DNS.
  interface ValidatedName {
    String of(DnsName domain) throws SpfFault;
  }

  /// Who asks, and when.
  record Receiver(String name, InstantSource clock) {}

  private final SpfInput input;
  private final Mailbox sender;
  private final Receiver receiver;
  private final ValidatedName validatedName;

  /// The identity as macros see it.
  record Mailbox(String localpart, String domain) {}

  MacroExpansion(SpfInput input, Mailbox sender, Receiver receiver, ValidatedName validatedName) {
    this.input = input;
    this.sender = sender;
    this.receiver = receiver;
    this.validatedName = validatedName;
  }

  /// The name to ask for, or null when what comes out is none: RFC 7208 §4.8 leaves open what that
  /// means, here nothing matches it.
  @Nullable DnsName name(MacroString spec, DnsName domain) throws SpfFault {
    var text = text(spec, domain);
    var end = text.endsWith(".") ? text.length() - 1 : text.length();
    int from = 0;
    // RFC 7208 §7.3: the left side is cut, label by label
    while (end - from > DnsName.MAX_OCTETS) {
      int dot = text.indexOf('.', from);
      if (dot < 0) return null;
      from = dot + 1;
    }
    return DnsName.parse(text.substring(from));
  }

  /// RFC 8616 §4: a local part that is not ASCII is no label, so that nothing matches it.
  boolean neverMatches(MacroString spec) {
    return sender.localpart().chars().anyMatch(c -> c >= 0x80)
        && spec.pieces().stream()
            .anyMatch(it ->
                it instanceof MacroString.Macro macro
                    && (macro.letter() == 's' || macro.letter() == 'l'));
  }

  String text(MacroString string, DnsName domain) throws SpfFault {
    var text = new StringBuilder();
    for (var piece : string.pieces()) {
      switch (piece) {
        case MacroString.Literal literal -> text.append(literal.text());
        case MacroString.Macro macro -> text.append(value(macro, domain));
      }
      if (text.length() > MAX_EXPANDED)
        throw SpfFault.permanent("macros expand to more than " + MAX_EXPANDED + " characters");
    }
    return text.toString();
  }

  private String value(MacroString.Macro macro, DnsName domain) throws SpfFault {
    var value = transformed(macro, value(macro.letter(), domain));
    return macro.isEscaped() ? urlEscaped(value) : value;
  }

  private String value(char letter, DnsName domain) throws SpfFault {
    return switch (letter) {
      case 's' -> sender.localpart() + "@" + sender.domain();
      case 'l' -> sender.localpart();
      case 'o' -> sender.domain();
      case 'd' -> domain.text();
      case 'i' -> dotted(input.client());
      case 'p' -> validatedName.of(domain);
      case 'v' -> isIpv4(input.client()) ? "in-addr" : "ip6";
      case 'h' -> input.helo();
      case 'c' -> input.client().getHostAddress();
      case 'r' -> receiver.name();
      case 't' -> Long.toString(receiver.clock().instant().getEpochSecond());
      default -> throw new IllegalStateException("the parser knows the letters");
    };
  }

  static boolean isIpv4(InetAddress address) {
    return address.getAddress().length == 4;
  }

  /// An IPv6 address as 32 hexadecimal digits with dots between them, made for `%{ir}`.
  private static String dotted(InetAddress address) {
    if (isIpv4(address)) return address.getHostAddress();
    var digits = HexFormat.of().formatHex(address.getAddress());
    return String.join(".", digits.split(""));
  }

  private static String transformed(MacroString.Macro macro, String value) {
    boolean isPlain =
        macro.rightmost() == Integer.MAX_VALUE
            && !macro.isReversed()
            && macro.delimiters().equals(".");
    if (isPlain) return value;
    var parts = split(value, macro.delimiters());
    if (macro.isReversed()) Collections.reverse(parts);
    int from = Math.max(0, parts.size() - macro.rightmost());
    return String.join(".", parts.subList(from, parts.size()));
  }

  private static List<String> split(String value, String delimiters) {
    var parts = new ArrayList<String>();
    int start = 0;
    for (int i = 0; i <= value.length(); i++) {
      if (i < value.length() && delimiters.indexOf(value.charAt(i)) < 0) continue;
      parts.add(value.substring(start, i));
      start = i + 1;
    }
    return parts;
  }

  // RFC 3986 §2.3: unreserved = ALPHA / DIGIT / "-" / "." / "_" / "~"
  private static String urlEscaped(String value) {
    var escaped = new StringBuilder();
    for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xff);
      if (MacroString.isAlphanumeric(c) || "-._~".indexOf(c) >= 0) escaped.append(c);
      else escaped.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
    }
    return escaped.toString();
  }
}
