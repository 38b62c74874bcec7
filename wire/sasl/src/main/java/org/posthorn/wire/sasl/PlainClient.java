package org.posthorn.wire.sasl;

import org.jspecify.annotations.Nullable;

/// PLAIN (RFC 4616), the client's end.
public final class PlainClient implements SaslClient {

  private final Credentials credentials;

  public PlainClient(Credentials credentials) {
    this.credentials = credentials;
  }

  @Override
  public Mechanism mechanism() {
    return Mechanism.PLAIN;
  }

  @Override
  public @Nullable Octets initialResponse() {
    var authzid = credentials.authzid() == null ? "" : credentials.authzid();
    return Octets.utf8(
        authzid + '\0' + credentials.authcid() + '\0' + credentials.password().reveal());
  }

  @Override
  public ClientStep challenged(Octets challenge) {
    return new ClientStep.GiveUp(SaslFailure.OUT_OF_TURN);
  }

  @Override
  public boolean complete() {
    return true;
  }
}
