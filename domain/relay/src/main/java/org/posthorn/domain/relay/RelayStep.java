package org.posthorn.domain.relay;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.posthorn.wire.mail.DownConversion;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.sasl.Mechanism;
import org.posthorn.wire.smtp.Reply;
import org.posthorn.wire.smtp.ReversePath;
import org.posthorn.wire.smtp.Verb;

/// A short fact of a session with another host. `text` is one harmless line of bounded length.
public sealed interface RelayStep {

  /// The most characters of a reply that are shown.
  int MAX_SHOWN = 500;

  String text();

  /// There is a connection.
  ///
  /// @param host as in `Target.name`
  record Connected(String host, InetSocketAddress remote, InetSocketAddress local)
      implements RelayStep {
    @Override
    public String text() {
      return "connected to %s at %s from %s"
          .formatted(host, shown(remote), shown(local.getAddress()));
    }
  }

  record NotConnected(String host, InetSocketAddress remote, String reason) implements RelayStep {
    @Override
    public String text() {
      return "no connection to %s at %s: %s".formatted(host, shown(remote), reason);
    }
  }

  record Greeted(Reply reply) implements RelayStep {
    @Override
    public String text() {
      return "greeted: " + shown(reply);
    }
  }

  /// The host has answered our name.
  ///
  /// @param verb EHLO, HELO or LHLO
  record SaidHello(Verb verb, Reply reply) implements RelayStep {
    @Override
    public String text() {
      return verb + ": " + shown(reply);
    }
  }

  /// TLS is on.
  ///
  /// @param outcome what was found of the server's certificate, whether it mattered or not
  record Secured(String protocol, String cipher, TlsAttempt.Outcome outcome) implements RelayStep {
    @Override
    public String text() {
      boolean verified = outcome.result() == TlsResult.SUCCESS;
      return "%s with %s, certificate %s"
          .formatted(protocol, cipher, verified ? "verified" : "not verified: " + outcome.detail());
    }
  }

  record NotSecured(TlsAttempt.Outcome outcome) implements RelayStep {
    @Override
    public String text() {
      return "no TLS: " + outcome.result().wireName() + ": " + outcome.detail();
    }
  }

  record LoggedIn(Mechanism mechanism) implements RelayStep {
    @Override
    public String text() {
      return "logged in by " + mechanism.wireName();
    }
  }

  record SenderAnswered(ReversePath sender, Reply reply) implements RelayStep {
    @Override
    public String text() {
      return "sender %s: %s".formatted(sender, shown(reply));
    }
  }

  record RecipientAnswered(EmailAddress recipient, Reply reply) implements RelayStep {
    @Override
    public String text() {
      return "recipient <%s>: %s".formatted(recipient, shown(reply));
    }
  }

  record Converted(DownConversion.Goal goal) implements RelayStep {
    @Override
    public String text() {
      return switch (goal) {
        case SEVEN_BIT -> "converted to seven bits";
        case EIGHT_BIT -> "converted from binary to text";
      };
    }
  }

  /// The answer to DATA, to the final dot or to the last chunk.
  ///
  /// @param octets of the message that were sent before it
  record DataAnswered(long octets, Reply reply) implements RelayStep {
    @Override
    public String text() {
      return "after %d octets: %s".formatted(octets, shown(reply));
    }
  }

  /// The answer for one recipient after the data (RFC 2033 §4.2).
  record DeliveryAnswered(EmailAddress recipient, Reply reply) implements RelayStep {
    @Override
    public String text() {
      return "delivery to <%s>: %s".formatted(recipient, shown(reply));
    }
  }

  record Failed(ConnectionFailure failure) implements RelayStep {
    @Override
    public String text() {
      return failure.text();
    }
  }

  static String shown(Reply reply) {
    var text = reply.toString();
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
  }

  private static String shown(InetSocketAddress end) {
    return shown(end.getAddress()) + ":" + end.getPort();
  }

  private static String shown(InetAddress address) {
    return "[" + address.getHostAddress() + "]";
  }
}
