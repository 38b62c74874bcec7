package org.posthorn.wire.sasl;

import org.jspecify.annotations.Nullable;

/// LOGIN, the client's end: answers two prompts whatever they say.
public final class LoginClient implements SaslClient {

  private final Credentials credentials;
  private int prompts;

  /// @throws IllegalArgumentException when there is an identity to act as, which LOGIN cannot carry
  public LoginClient(Credentials credentials) {
    if (credentials.authzid() != null) throw new IllegalArgumentException("LOGIN has no authzid");
    this.credentials = credentials;
  }

  @Override
  public Mechanism mechanism() {
    return Mechanism.LOGIN;
  }

  @Override
  public @Nullable Octets initialResponse() {
    return null;
  }

  @Override
  public ClientStep challenged(Octets challenge) {
    return switch (prompts++) {
      case 0 -> new ClientStep.Respond(Octets.utf8(credentials.authcid()));
      case 1 -> new ClientStep.Respond(Octets.utf8(credentials.password().reveal()));
      default -> new ClientStep.GiveUp(SaslFailure.OUT_OF_TURN);
    };
  }

  @Override
  public boolean complete() {
    return prompts == 2;
  }
}
