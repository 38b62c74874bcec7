package org.posthorn.domain.relay;

import java.time.Duration;
import org.posthorn.platform.net.SourceAddresses;
import org.posthorn.wire.smtp.HelloName;

/// How this host talks to others.
///
/// @param name what it calls itself: a domain name or address literal (RFC 5321 §4.1.1.1)
/// @param recipients the most in one transaction
public record RelayConfig(HelloName name, SourceAddresses from, int recipients, Timeouts timeouts) {

  /// What every server takes (RFC 5321 §4.5.3.1.8).
  public static final int RECIPIENTS = 100;

  public RelayConfig {
    if (name.form() == HelloName.Form.OTHER)
      throw new IllegalArgumentException("not a host's name: " + name);
    if (recipients < 1) throw new IllegalArgumentException("transactions without recipients");
  }

  public static RelayConfig of(HelloName name) {
    return new RelayConfig(name, SourceAddresses.ANY, RECIPIENTS, Timeouts.DEFAULT);
  }

  public RelayConfig withFrom(SourceAddresses addresses) {
    return new RelayConfig(name, addresses, recipients, timeouts);
  }

  public RelayConfig withRecipients(int most) {
    return new RelayConfig(name, from, most, timeouts);
  }

  public RelayConfig withTimeouts(Timeouts changed) {
    return new RelayConfig(name, from, recipients, changed);
  }

  /// How long the other side is waited for. Each is for the whole of what it names, however often
  /// an octet comes.
  ///
  /// @param connect for one address
  /// @param greeting RFC 5321 §4.5.3.2.1: 5 minutes
  /// @param command for EHLO, STARTTLS, AUTH, MAIL and RCPT (§4.5.3.2.2 and .3: 5 minutes)
  /// @param data for the answer to DATA (§4.5.3.2.4: 2 minutes)
  /// @param end for the answer to the final dot (§4.5.3.2.6: 10 minutes)
  /// @param session for everything together: a server that drips can have no more. No new
  ///   transaction is begun after it
  public record Timeouts(
      Duration connect,
      Duration greeting,
      Duration command,
      Duration data,
      Duration end,
      Duration session) {

    public static final Timeouts DEFAULT =
        new Timeouts(
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofHours(2));
  }
}
