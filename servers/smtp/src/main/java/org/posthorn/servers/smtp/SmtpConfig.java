package org.posthorn.servers.smtp;

import java.time.Duration;
import java.util.List;
import org.posthorn.platform.net.Cidr;

/// How a server of [Flavour] behaves; [#of] has the defaults.
///
/// @param hostName what the server calls itself in the greeting, in answers and in trace fields: a
///   fully qualified domain name
/// @param greeting what follows the host name in the greeting; the name always comes first (RFC
///   5321 §4.2)
/// @param maxMessageOctets the largest message, announced by SIZE (RFC 1870); without our own trace
///   fields
/// @param maxRecipients recipients of one message; RFC 5321 §4.5.3.1.8 asks for at least 100
/// @param maxMessages messages of one connection
/// @param maxErrors commands that may be answered 5xx before the connection is ended; a message
///   that is accepted clears the count
/// @param maxFailedLogins failed logins before the connection is ended
/// @param maxReceived `Received` fields before a message is taken to go round in circles (RFC 5321
///   §6.3 asks for at least 100)
/// @param maxHeaderOctets the largest header of a message
/// @param maxLineOctets the longest line of a message, CRLF included. RFC 5321 §4.5.3.1.6 has 1000
///   and asks receivers to take more where they can
/// @param timeouts how long to wait for a client
/// @param relayNetworks clients that may write to everybody without a login where mail of other
///   servers comes in: printers, monitors and programs of the house
public record SmtpConfig(
    String hostName,
    String greeting,
    long maxMessageOctets,
    int maxRecipients,
    int maxMessages,
    int maxErrors,
    int maxFailedLogins,
    int maxReceived,
    int maxHeaderOctets,
    int maxLineOctets,
    Timeouts timeouts,
    List<Cidr> relayNetworks) {

  /// How long to wait for a client.
  ///
  /// @param command for the next command, or the next octets of one (RFC 5321 §4.5.3.2.7: at least
  ///   5 minutes)
  /// @param block for the next octets of a message
  /// @param message for a whole message
  /// @param rest for the rest of a message that is too large already
  public record Timeouts(Duration command, Duration block, Duration message, Duration rest) {

    public static final Timeouts DEFAULTS =
        new Timeouts(
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofHours(1),
            Duration.ofMinutes(5));

    public Timeouts {
      if (!command.isPositive() || !block.isPositive() || !message.isPositive())
        throw new IllegalArgumentException("a time-out must be positive");
      if (!rest.isPositive()) throw new IllegalArgumentException("a time-out must be positive");
    }
  }

  public SmtpConfig {
    relayNetworks = List.copyOf(relayNetworks);
    if (hostName.isBlank() || hostName.indexOf(' ') >= 0)
      throw new IllegalArgumentException("not a host name: '" + hostName + "'");
    if (greeting.chars().anyMatch(c -> c < ' ' || c > '~') || greeting.length() > 200)
      throw new IllegalArgumentException("a greeting is at most 200 characters of ASCII");
    if (maxMessageOctets < 1) throw new IllegalArgumentException("no message fits the limit");
    if (maxRecipients < 1 || maxMessages < 1 || maxErrors < 1 || maxFailedLogins < 1)
      throw new IllegalArgumentException("a limit must be at least 1");
    if (maxReceived < 1 || maxHeaderOctets < 1 || maxLineOctets < 1)
      throw new IllegalArgumentException("a limit must be at least 1");
  }

  /// The defaults.
  public static SmtpConfig of(String hostName) {
    return new SmtpConfig(
        hostName,
        "Posthorn",
        50L << 20,
        1_000,
        10_000,
        50,
        5,
        100,
        1 << 20,
        1 << 20,
        Timeouts.DEFAULTS,
        List.of());
  }

  /// The same, with clients that may write to everybody.
  SmtpConfig relayingFor(List<Cidr> networks) {
    return new SmtpConfig(
        hostName,
        greeting,
        maxMessageOctets,
        maxRecipients,
        maxMessages,
        maxErrors,
        maxFailedLogins,
        maxReceived,
        maxHeaderOctets,
        maxLineOctets,
        timeouts,
        networks);
  }
}
