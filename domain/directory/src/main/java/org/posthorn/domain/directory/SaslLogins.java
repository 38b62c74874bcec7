package org.posthorn.domain.directory;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.net.ClientCertificate;
import org.posthorn.platform.net.Connection;
import org.posthorn.wire.sasl.BearerServer;
import org.posthorn.wire.sasl.ChannelBinding;
import org.posthorn.wire.sasl.ExternalServer;
import org.posthorn.wire.sasl.LoginServer;
import org.posthorn.wire.sasl.Mechanism;
import org.posthorn.wire.sasl.PlainServer;
import org.posthorn.wire.sasl.SaslServer;
import org.posthorn.wire.sasl.ScramServer;
import org.posthorn.wire.sasl.SuccessData;

/// Logins by SASL, the same for every protocol: which mechanisms a connection may use, and the
/// server's end of an exchange with the directory behind it. How messages are framed is the
/// protocol's affair. Any thread may call.
public final class SaslLogins {

  private final Directory directory;
  private final SecureRandom random;

  /// For one directory.
  ///
  /// @param random a cryptographic one
  public SaslLogins(Directory directory, SecureRandom random) {
    this.directory = directory;
    this.random = random;
  }

  /// What counts of a connection.
  ///
  /// @param isPrivate nobody can listen, so that a password may cross it
  /// @param isEncrypted by TLS, which access tokens want in any case (RFC 7628 §3)
  /// @param serverName what the client has asked for by SNI
  /// @param bindings the names of its TLS channel; none without TLS
  public record Channel(
      boolean isPrivate,
      boolean isEncrypted,
      @Nullable String serverName,
      List<ChannelBinding> bindings,
      ClientCertificate certificate) {
    public Channel {
      bindings = List.copyOf(bindings);
    }

    /// As it is now; not for nothing, since bindings are worked out and a certificate is judged.
    public static Channel of(Connection connection) {
      var tls = connection.tls();
      return new Channel(
          connection.isPrivate(),
          tls != null,
          tls == null ? null : tls.serverName(),
          connection.channelBindings(),
          tls == null ? new ClientCertificate.None() : tls.clientCertificate());
    }
  }

  /// Whether a mechanism may be used on a connection.
  public sealed interface Offer {
    record Open() implements Offer {}

    /// Not before TLS.
    record NeedsTls() implements Offer {}

    /// The client's certificate is no good.
    ///
    /// @param reason in words that follow "the certificate"
    record BadCertificate(String reason) implements Offer {}

    record Nothing() implements Offer {}
  }

  /// What may be used now, in the order that a client should prefer.
  public List<Mechanism> offered(Channel channel) {
    return Arrays.stream(Mechanism.values())
        .filter(each -> offer(channel, each) instanceof Offer.Open)
        .toList();
  }

  public Offer offer(Channel channel, Mechanism mechanism) {
    if (mechanism.plainText()) return openIf(channel.isPrivate);
    if (mechanism.bearsToken())
      return directory.tokens() == null ? new Offer.Nothing() : openIf(channel.isEncrypted);
    if (mechanism == Mechanism.EXTERNAL)
      return switch (channel.certificate) {
        case ClientCertificate.None _ -> new Offer.Nothing();
        case ClientCertificate.Good _ -> new Offer.Open();
        case ClientCertificate.Refused(var reason) -> new Offer.BadCertificate(reason);
      };
    boolean binds = !mechanism.bindsChannel() || !channel.bindings.isEmpty();
    return binds ? new Offer.Open() : new Offer.Nothing();
  }

  private static Offer openIf(boolean safe) {
    return safe ? new Offer.Open() : new Offer.NeedsTls();
  }

  /// The server's end of an exchange, for protocols that carry what a mechanism says with its
  /// success as one more challenge.
  ///
  /// @param mechanism one that is [#offered]
  public SaslServer begin(Mechanism mechanism, Channel channel) {
    return begin(mechanism, channel, SuccessData.AS_CHALLENGE);
  }

  /// The same for protocols that carry it as `success` says.
  public SaslServer begin(Mechanism mechanism, Channel channel, SuccessData success) {
    return switch (mechanism) {
      case PLAIN -> new PlainServer();
      case LOGIN -> new LoginServer();
      case EXTERNAL -> new ExternalServer(addresses(channel.certificate));
      case OAUTHBEARER, XOAUTH2 -> bearer(mechanism, channel);
      case SCRAM_SHA_1, SCRAM_SHA_256, SCRAM_SHA_1_PLUS, SCRAM_SHA_256_PLUS ->
          new ScramServer(
              mechanism,
              new ScramServer.Setting(
                  directory.scramUsers(),
                  directory.decoyKeys(),
                  channel.bindings(),
                  random,
                  success));
    };
  }

  private BearerServer bearer(Mechanism mechanism, Channel channel) {
    var tokens = Objects.requireNonNull(directory.tokens(), "tokens are not offered");
    var setting = new BearerServer.Setting(tokens, tokens.hints(), channel.serverName);
    return new BearerServer(mechanism, setting);
  }

  private static List<String> addresses(ClientCertificate certificate) {
    return certificate instanceof ClientCertificate.Good(var addresses) ? addresses : List.of();
  }
}
