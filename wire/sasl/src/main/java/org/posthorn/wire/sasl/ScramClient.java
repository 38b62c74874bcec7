package org.posthorn.wire.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The SCRAM family, the client's end (RFC 5802 §5).
public final class ScramClient implements SaslClient {

  /// What the client knows of channel binding.
  public sealed interface Binding {
    /// `n`: this client cannot bind channels.
    record None() implements Binding {}

    /// `y`: this client could, but saw no -PLUS mechanism offered.
    record NotOffered() implements Binding {}

    /// `p`: to this channel; only with a -PLUS mechanism.
    record To(ChannelBinding channel) implements Binding {}
  }

  /// Iteration counts outside are refused: below, a false server wants the password cheaply (RFC
  /// 7677 §4); above, it wants our time (RFC 5802 §9).
  public static final int MIN_ITERATIONS = 4096;

  public static final int MAX_ITERATIONS = 1_000_000;

  private enum State {
    FIRST,
    FINAL,
    COMPLETE,
    OVER
  }

  private final Mechanism mechanism;
  private final ScramHash hash;
  private final Secret password;
  private final Binding binding;
  private final String gs2Header;
  private final String clientNonce;
  private final String bare;
  private State state = State.FIRST;
  private @Nullable Octets expectedSignature;

  /// @param credentials prepared; see `Prepared`
  /// @param random must be a cryptographic one
  /// @throws IllegalArgumentException when binding and mechanism do not fit
  public ScramClient(
      Mechanism mechanism, Credentials credentials, Binding binding, RandomGenerator random) {
    this(mechanism, credentials, binding, ScramServer.freshNonce(random));
  }

  /// With a nonce that is known beforehand, for the examples of the RFCs.
  ScramClient(Mechanism mechanism, Credentials credentials, Binding binding, String nonce) {
    if (mechanism.bindsChannel() != binding instanceof Binding.To)
      throw new IllegalArgumentException(mechanism.wireName() + " does not go with " + binding);
    this.mechanism = mechanism;
    this.hash = Objects.requireNonNull(mechanism.hash(), "not a SCRAM mechanism");
    this.password = credentials.password();
    this.binding = binding;
    var authzid = credentials.authzid();
    this.gs2Header =
        flag(binding) + "," + (authzid == null ? "" : "a=" + Scram.saslname(authzid)) + ",";
    this.clientNonce = nonce;
    this.bare = "n=" + Scram.saslname(credentials.authcid()) + ",r=" + nonce;
  }

  private static String flag(Binding binding) {
    return switch (binding) {
      case Binding.None _ -> "n";
      case Binding.NotOffered _ -> "y";
      case Binding.To(var channel) -> "p=" + channel.type().wireName();
    };
  }

  @Override
  public Mechanism mechanism() {
    return mechanism;
  }

  @Override
  public @Nullable Octets initialResponse() {
    return Octets.utf8(gs2Header + bare);
  }

  @Override
  public boolean complete() {
    return state == State.COMPLETE;
  }

  @Override
  public ClientStep challenged(Octets challenge) {
    var now = state;
    state = State.OVER;
    try {
      return switch (now) {
        case FIRST -> first(Scram.text(challenge));
        case FINAL -> last(Scram.text(challenge));
        case COMPLETE, OVER -> throw new Scram.Fault(SaslFailure.OUT_OF_TURN);
      };
    } catch (Scram.Fault fault) {
      return new ClientStep.GiveUp(fault.reason);
    }
  }

  /// ```
  /// server-first-message =
  ///     [reserved-mext ","] nonce "," salt "," iteration-count ["," extensions]
  /// ```
  private ClientStep first(String message) throws Scram.Fault {
    var attributes = Scram.attributes(message);
    var nonce = Scram.required(attributes, 0, 'r');
    var salt = Scram.base64(Scram.required(attributes, 1, 's'));
    int iterations = iterations(Scram.required(attributes, 2, 'i'));
    if (!nonce.startsWith(clientNonce) || nonce.length() == clientNonce.length())
      throw new Scram.Fault(SaslFailure.NONCE);
    Scram.nonce(nonce.substring(clientNonce.length()));
    var data = binding instanceof Binding.To(var channel) ? channel.data() : null;
    var withoutProof = "c=" + Scram.bindingInput(gs2Header, data).toBase64() + ",r=" + nonce;
    var authMessage = (bare + "," + message + "," + withoutProof).getBytes(StandardCharsets.UTF_8);
    var salted = hash.hi(password.utf8(), salt.bytes(), iterations);
    var clientKey = hash.hmac(salted, Scram.CLIENT_KEY);
    var signature = hash.hmac(hash.digest(clientKey), authMessage);
    var proof = Octets.owning(Scram.xor(clientKey, signature));
    expectedSignature = Octets.owning(hash.hmac(hash.hmac(salted, Scram.SERVER_KEY), authMessage));
    state = State.FINAL;
    return new ClientStep.Respond(Octets.utf8(withoutProof + ",p=" + proof.toBase64()));
  }

  /// `posit-number = %x31-39 *DIGIT`
  private static int iterations(String value) throws Scram.Fault {
    if (!value.matches("[1-9][0-9]{0,18}")) throw new Scram.Fault(SaslFailure.MALFORMED);
    long iterations = Long.parseLong(value);
    if (iterations < MIN_ITERATIONS || iterations > MAX_ITERATIONS)
      throw new Scram.Fault(SaslFailure.ITERATIONS);
    return (int) iterations;
  }

  /// `server-final-message = (server-error / verifier) ["," extensions]`
  private ClientStep last(String message) throws Scram.Fault {
    var attributes = Scram.attributes(message);
    if (attributes.getFirst().name() == 'e') throw new Scram.Fault(SaslFailure.REFUSED);
    var signature = Scram.base64(Scram.required(attributes, 0, 'v'));
    if (!signature.equals(expectedSignature)) throw new Scram.Fault(SaslFailure.SERVER_SIGNATURE);
    state = State.COMPLETE;
    return new ClientStep.Respond(Octets.EMPTY);
  }
}
