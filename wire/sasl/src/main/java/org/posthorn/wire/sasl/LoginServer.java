package org.posthorn.wire.sasl;

import org.jspecify.annotations.Nullable;

/// LOGIN: never standardised (draft-murchison-sasl-login-00), kept alive by old clients.
///
/// The prompts are those of every deployed server; some clients look at them.
public final class LoginServer implements SaslServer {

  private static final Step.Challenge USERNAME = new Step.Challenge(Octets.utf8("Username:"));
  private static final Step.Challenge PASSWORD = new Step.Challenge(Octets.utf8("Password:"));

  private @Nullable String name;
  private boolean over;

  // COMPAT(.NET SmtpClient, Outlook; 2026-11): the server speaks first, yet these send the user
  // name
  // as initial response.
  @Override
  public Step start(@Nullable Octets initialResponse) {
    return initialResponse == null ? USERNAME : respond(initialResponse);
  }

  @Override
  public Step respond(Octets response) {
    if (over) return new Step.Failed(SaslFailure.OUT_OF_TURN);
    if (response.length() > Prepared.MAX_OCTETS) return fail(SaslFailure.TOO_LONG);
    var text = response.asUtf8();
    if (text == null || text.indexOf('\0') >= 0) return fail(SaslFailure.MALFORMED);
    if (name == null) {
      if (Prepared.name(text) == null) return fail(SaslFailure.UNFIT_NAME_OR_PASSWORD);
      name = text;
      return PASSWORD;
    }
    over = true;
    return PlainServer.checkPassword("", name, text);
  }

  private Step fail(SaslFailure reason) {
    over = true;
    return new Step.Failed(reason);
  }
}
