package org.posthorn.app;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.posthorn.platform.dns.ResolverConfig;
import org.posthorn.platform.net.Cidr;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;

/// Single values of the configuration, from TOML's types to ours.
final class ConfigValues {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9}) ?(ms|s|m|h|d)");

  private static final Pattern WITH_PORT =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([0-9.]+)):([0-9]{1,5})");

  private final Path folder;

  /// @param folder where relative paths begin
  ConfigValues(Path folder) {
    this.folder = folder;
  }

  /// @throws IllegalArgumentException with what is wrong, in words
  Object convert(Class<?> type, Object value) {
    if (type == int.class) return number(value);
    if (type == boolean.class)
      return switch (value) {
        case Boolean b -> b;
        default -> throw wrong("must be true or false", value);
      };
    if (!(value instanceof String text)) throw wrong("must be a text in quotes", value);
    if (type == String.class) return text;
    if (type.isEnum()) return word(type, text);
    if (type == Path.class) return folder.resolve(text).normalize();
    if (type == ByteSize.class) return ByteSize.parse(text);
    if (type == Duration.class) return duration(text);
    if (type == InetAddress.class) return address(text);
    if (type == Cidr.class) return network(text);
    if (type == InetSocketAddress.class) return nameServer(text);
    if (type == DnsName.class) return domain(text);
    if (type == EmailAddress.class) return mailbox(text);
    throw new IllegalStateException("no configuration value can be a " + type);
  }

  private static IllegalArgumentException wrong(String must, Object value) {
    return new IllegalArgumentException(must + ", not " + ConfigReader.kind(value));
  }

  private static Integer number(Object value) {
    if (!(value instanceof Long number)) throw wrong("must be a whole number", value);
    if (number < 0 || number > Integer.MAX_VALUE)
      throw new IllegalArgumentException("must be from 0 to " + Integer.MAX_VALUE);
    return number.intValue();
  }

  private static Object word(Class<?> type, String text) {
    var constants = (Enum<?>[]) type.getEnumConstants();
    for (var constant : constants) if (word(constant).equals(text)) return constant;
    var words = Arrays.stream(constants).filter(ConfigValues::isOffered).map(ConfigValues::word);
    throw new IllegalArgumentException(
        "must be one of %s, not \"%s\"".formatted(String.join(", ", words.toList()), text));
  }

  private static boolean isOffered(Enum<?> constant) {
    return !(constant instanceof Service service) || service.served();
  }

  /// How an enum's constant is written in the file and in answers.
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Duration duration(String text) {
    var matcher = DURATION.matcher(text.strip());
    if (!matcher.matches())
      throw new IllegalArgumentException(
          "must be a time such as \"500ms\", \"30s\", \"2m\" or \"1h\"");
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException _) {
      throw new IllegalArgumentException(
          "must be an IPv4 or IPv6 address, not \"" + text + "\" (names are not looked up)");
    }
  }

  private static Cidr network(String text) {
    try {
      return Cidr.parse(text);
    } catch (IllegalArgumentException _) {
      throw new IllegalArgumentException(
          "must be an address or a network such as 10.0.0.0/8, not \"" + text + "\"");
    }
  }

  /// `192.0.2.53`, `2001:db8::53`, `192.0.2.53:5353` or `[2001:db8::53]:5353`.
  private static InetSocketAddress nameServer(String text) {
    var matcher = WITH_PORT.matcher(text);
    try {
      if (!matcher.matches())
        return new InetSocketAddress(InetAddress.ofLiteral(text), ResolverConfig.DNS_PORT);
      var address = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      int port = Integer.parseInt(matcher.group(3));
      if (port > 0) return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    } catch (IllegalArgumentException _) {
      // it is said below
    }
    throw new IllegalArgumentException(
        "must be an address or address:port, not \"" + text + "\" (names are not looked up)");
  }

  private static EmailAddress mailbox(String text) {
    try {
      return EmailAddress.parse(text);
    } catch (AddressException e) {
      throw new IllegalArgumentException(
          "must be an address, not \"%s\": %s".formatted(text, e.getMessage()));
    }
  }

  private static DnsName domain(String text) {
    try {
      var domain = DomainName.parse(text);
      if (!domain.isLiteral()) return new DnsName(domain.ascii());
    } catch (AddressException _) {
      // it is said below
    }
    throw new IllegalArgumentException("must be a domain, not \"" + text + "\"");
  }
}
