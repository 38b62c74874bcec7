package org.posthorn.wire.sasl;

import org.jspecify.annotations.Nullable;
import org.posthorn.wire.sasl.Scram.Fault;

/// OAUTHBEARER (RFC 7628) and XOAUTH2, its forerunner: one message with an access token in it.
///
/// A refusal takes one more step: the client hears as a challenge why, answers with next to
/// nothing, and then the exchange fails, whatever the answer was.
public final class BearerServer implements SaslServer {

  /// The longest message that is looked at, in octets: more than the tokens of the large providers
  /// need, and in base64 still a line of every protocol.
  public static final int MAX_TOKEN_MESSAGE = 6_000;

  /// What a server brings to each of its exchanges.
  ///
  /// @param serverName the name that the client has asked for by SNI; what it says about the host
  ///   has to be the same (RFC 7628 §3.2)
  public record Setting(TokenCheck check, TokenHints hints, @Nullable String serverName) {}

  private final Mechanism mechanism;
  private final Setting setting;
  private boolean over;
  private @Nullable SaslFailure told;

  public BearerServer(Mechanism mechanism, Setting setting) {
    if (!mechanism.bearsToken()) throw new IllegalArgumentException("no tokens: " + mechanism);
    this.mechanism = mechanism;
    this.setting = setting;
  }

  @Override
  public Step start(@Nullable Octets initialResponse) {
    return initialResponse == null ? new Step.Challenge(Octets.EMPTY) : respond(initialResponse);
  }

  @Override
  public Step respond(Octets response) {
    // RFC 7628 §3.2.3
    var reason = told;
    told = null;
    if (reason != null) return new Step.Failed(reason);
    if (over) return new Step.Failed(SaslFailure.OUT_OF_TURN);
    over = true;
    if (response.length() > MAX_TOKEN_MESSAGE) return new Step.Failed(SaslFailure.TOO_LONG);
    var text = response.asUtf8();
    if (text == null) return new Step.Failed(SaslFailure.MALFORMED);
    try {
      return check(read(text));
    } catch (Fault e) {
      return refused(TokenError.INVALID_REQUEST, e.reason);
    }
  }

  private BearerMessage read(String text) throws Fault {
    return mechanism == Mechanism.OAUTHBEARER
        ? BearerMessage.ofOauthBearer(text)
        : BearerMessage.ofXoauth2(text);
  }

  private Step check(BearerMessage message) {
    var host = message.host();
    var name = setting.serverName;
    if (host != null && name != null && !host.equalsIgnoreCase(name))
      return refused(TokenError.INVALID_REQUEST, SaslFailure.TOKEN_HOST);
    return switch (setting.check.check(message.token())) {
      case TokenCheck.Verdict.Proven(var login) ->
          new Step.Done(new Identity(message.authzid(), login), Octets.EMPTY);
      case TokenCheck.Verdict.Refused(var error) -> refused(error, error.failure());
      case TokenCheck.Verdict.Undecided _ -> new Step.Failed(SaslFailure.TOKEN_UNDECIDED);
    };
  }

  private Step refused(TokenError error, SaslFailure reason) {
    told = reason;
    var hints = setting.hints;
    return new Step.Challenge(
        mechanism == Mechanism.OAUTHBEARER ? hints.oauthBearer(error) : hints.xoauth2(error));
  }
}
