package org.posthorn.wire.sasl;

import org.jspecify.annotations.Nullable;

/// PLAIN (RFC 4616): one message with everything in it.
public final class PlainServer implements SaslServer {

  private boolean waiting = true;

  @Override
  public Step start(@Nullable Octets initialResponse) {
    return initialResponse == null ? new Step.Challenge(Octets.EMPTY) : respond(initialResponse);
  }

  /// `message = [authzid] UTF8NUL authcid UTF8NUL passwd`
  @Override
  public Step respond(Octets response) {
    if (!waiting) return new Step.Failed(SaslFailure.OUT_OF_TURN);
    waiting = false;
    if (response.length() > MAX_MESSAGE) return new Step.Failed(SaslFailure.TOO_LONG);
    var message = response.asUtf8();
    if (message == null) return new Step.Failed(SaslFailure.MALFORMED);
    var parts = message.split("\0", -1);
    if (parts.length != 3) return new Step.Failed(SaslFailure.MALFORMED);
    return checkPassword(parts[0], parts[1], parts[2]);
  }

  static Step checkPassword(String authzid, String authcid, String password) {
    var name = Prepared.name(authcid);
    var secret = Prepared.password(Secret.of(password));
    var actAs = authzid.isEmpty() ? null : Prepared.name(authzid);
    if (name == null || secret == null || (actAs == null && !authzid.isEmpty()))
      return new Step.Failed(SaslFailure.UNFIT_NAME_OR_PASSWORD);
    return new Step.CheckPassword(new Credentials(actAs, name, secret));
  }
}
