package org.posthorn.wire.sasl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// EXTERNAL (RFC 4422, appendix A): the client has proven by a certificate who it is, and says only
/// whom it wants to act as.
public final class ExternalServer implements SaslServer {

  private final List<String> names;
  private boolean waiting = true;

  /// @param names the addresses of the certificate, in its order; the first is whose it is, unless
  ///   the client asks to act as another of them
  public ExternalServer(List<String> names) {
    this.names = List.copyOf(names);
  }

  @Override
  public Step start(@Nullable Octets initialResponse) {
    return initialResponse == null ? new Step.Challenge(Octets.EMPTY) : respond(initialResponse);
  }

  /// `initial-response = *( UTF8-char-no-nul )`: the authorization identity, or nothing
  @Override
  public Step respond(Octets response) {
    if (!waiting) return new Step.Failed(SaslFailure.OUT_OF_TURN);
    waiting = false;
    if (response.length() > MAX_MESSAGE) return new Step.Failed(SaslFailure.TOO_LONG);
    var text = response.asUtf8();
    if (text == null || text.indexOf('\0') >= 0) return new Step.Failed(SaslFailure.MALFORMED);
    if (names.isEmpty()) return new Step.Failed(SaslFailure.CERTIFICATE);
    if (text.isEmpty()) return new Step.Done(new Identity(null, names.getFirst()), Octets.EMPTY);
    var authzid = Prepared.name(text);
    if (authzid == null) return new Step.Failed(SaslFailure.UNFIT_NAME_OR_PASSWORD);
    return new Step.Done(new Identity(authzid, provenFor(authzid)), Octets.EMPTY);
  }

  private String provenFor(String authzid) {
    for (var name : names) if (name.equalsIgnoreCase(authzid)) return name;
    return names.getFirst();
  }
}
