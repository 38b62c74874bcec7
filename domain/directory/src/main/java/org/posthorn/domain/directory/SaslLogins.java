package org.posthorn.domain.directory;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.posthorn.wire.sasl.ChannelBinding;
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
  /// @param bindings the names of its TLS channel; none without TLS
  public record Channel(boolean isPrivate, List<ChannelBinding> bindings) {
    public Channel {
      bindings = List.copyOf(bindings);
    }
  }

  /// What may be used now, in the order that a client should prefer.
  public static List<Mechanism> offered(Channel channel) {
    return Arrays.stream(Mechanism.values()).filter(each -> offers(channel, each)).toList();
  }

  public static boolean offers(Channel channel, Mechanism mechanism) {
    if (mechanism.plainText()) return channel.isPrivate;
    return !mechanism.bindsChannel() || !channel.bindings.isEmpty();
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
}
