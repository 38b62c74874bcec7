package org.posthorn.platform.dns;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What we take from resolv.conf(5): `nameserver` and `options trust-ad`. Search lists do not
/// count, for we only ask for full names. Lines that make no sense are passed over, as the C
/// library does.
record ResolvConf(List<InetSocketAddress> servers, boolean trustsAd) {
  private static final Logger log = LoggerFactory.getLogger(ResolvConf.class);

  /// Of more servers the C library does not take notice either.
  private static final int MAX_SERVERS = 3;

  private static final int MAX_OCTETS = 64 * 1024;
  private static final Pattern BLANK = Pattern.compile("[ \t]+");

  ResolvConf {
    servers = List.copyOf(servers);
  }

  /// A file that is not there, or cannot be read, is an empty one: the server is on this machine.
  static ResolvConf read(Path file) {
    try (var in = Files.newInputStream(file)) {
      return parse(new String(in.readNBytes(MAX_OCTETS), ISO_8859_1));
    } catch (NoSuchFileException _) {
      return parse("");
    } catch (IOException e) {
      log.warn("{} cannot be read, so the name server of this machine is asked: {}", file, e);
      return parse("");
    }
  }

  static ResolvConf parse(String text) {
    var servers = new ArrayList<InetSocketAddress>();
    var trustsAd = false;
    for (var line : text.lines().toList()) {
      var words = List.of(BLANK.split(line));
      switch (words.getFirst()) {
        case "nameserver" -> {
          var server = words.size() < 2 ? null : server(words.get(1));
          if (server != null && servers.size() < MAX_SERVERS) servers.add(server);
        }
        case "options" -> trustsAd |= words.contains("trust-ad");
        default -> {}
      }
    }
    if (servers.isEmpty()) servers.add(at(InetAddress.ofLiteral("127.0.0.1")));
    return new ResolvConf(servers, trustsAd);
  }

  /// Only literals, so that nobody is asked for the name of a name server.
  private static @Nullable InetSocketAddress server(String text) {
    try {
      return at(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException _) {
      log.warn("{} in resolv.conf is no address of a name server", text);
      return null;
    }
  }

  private static InetSocketAddress at(InetAddress address) {
    return new InetSocketAddress(address, ResolverConfig.DNS_PORT);
  }
}
