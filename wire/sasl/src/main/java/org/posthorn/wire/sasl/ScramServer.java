package org.posthorn.wire.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// SCRAM-SHA-1, SCRAM-SHA-256 and their -PLUS forms (RFC 5802, RFC 7677, RFC 9266).
///
/// An unknown user gets as far as a known one with a wrong password and fails with the same reason.
/// The optional `e=` message is not sent: the protocol's own refusal says enough.
public final class ScramServer implements SaslServer {

  /// What a server brings to each of its SCRAM exchanges.
  ///
  /// @param bindings the names of this connection's channel; not empty means that the -PLUS
  ///   mechanisms were offered, so that a client which saw none was lied to
  /// @param random must be a cryptographic one
  public record Setting(
      ScramUsers users,
      DecoyKeys decoys,
      List<ChannelBinding> bindings,
      RandomGenerator random,
      SuccessData successData) {

    public Setting {
      bindings = List.copyOf(bindings);
    }
  }

  private static final int NONCE_OCTETS = 18;

  private enum State {
    FIRST,
    FINAL,
    CONFIRMED,
    OVER
  }

  /// What the client's first message has settled.
  private record Opening(
      String gs2Header,
      @Nullable Octets bindingData,
      @Nullable String authzid,
      String name,
      String nonce,
      String bare) {}

  /// What the second message is checked against.
  private record Pending(Opening opening, ScramKeys keys, boolean known, String serverFirst) {}

  private final Mechanism mechanism;
  private final ScramHash hash;
  private final Setting setting;
  private final String serverNonce;
  private State state = State.FIRST;
  private @Nullable Pending pending;
  private @Nullable Identity proven;

  public ScramServer(Mechanism mechanism, Setting setting) {
    this(mechanism, setting, freshNonce(setting.random()));
  }

  /// With a nonce that is known beforehand, for the examples of the RFCs.
  ScramServer(Mechanism mechanism, Setting setting, String serverNonce) {
    this.mechanism = mechanism;
    this.hash = Objects.requireNonNull(mechanism.hash(), "not a SCRAM mechanism");
    this.setting = setting;
    this.serverNonce = serverNonce;
  }

  static String freshNonce(RandomGenerator random) {
    var bytes = new byte[NONCE_OCTETS];
    random.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public Step start(@Nullable Octets initialResponse) {
    return initialResponse == null ? new Step.Challenge(Octets.EMPTY) : respond(initialResponse);
  }

  @Override
  public Step respond(Octets response) {
    var now = state;
    state = State.OVER;
    try {
      return switch (now) {
        case FIRST -> first(Scram.text(response));
        case FINAL -> last(Scram.text(response));
        case CONFIRMED -> confirmed(response);
        case OVER -> throw new Scram.Fault(SaslFailure.OUT_OF_TURN);
      };
    } catch (Scram.Fault fault) {
      return new Step.Failed(fault.reason);
    }
  }

  private Step first(String message) throws Scram.Fault {
    var opening = opening(message);
    var found = setting.users().keysOf(opening.name(), hash);
    var keys = found != null ? found : setting.decoys().keysFor(opening.name(), hash);
    var serverFirst =
        "r=%s%s,s=%s,i=%d"
            .formatted(opening.nonce(), serverNonce, keys.salt().toBase64(), keys.iterations());
    pending = new Pending(opening, keys, found != null, serverFirst);
    state = State.FINAL;
    return new Step.Challenge(Octets.utf8(serverFirst));
  }

  /// ```
  /// client-first-message = gs2-header client-first-message-bare
  /// gs2-header = gs2-cbind-flag "," [ authzid ] ","
  /// client-first-message-bare = [reserved-mext ","] username "," nonce ["," extensions]
  /// ```
  private Opening opening(String message) throws Scram.Fault {
    int flagEnd = message.indexOf(',');
    int headerEnd = message.indexOf(',', flagEnd + 1);
    if (flagEnd < 0 || headerEnd < 0) throw new Scram.Fault(SaslFailure.MALFORMED);
    var bindingData = bindingData(message.substring(0, flagEnd));
    var authzid = message.substring(flagEnd + 1, headerEnd);
    if (!authzid.isEmpty() && !authzid.startsWith("a="))
      throw new Scram.Fault(SaslFailure.MALFORMED);
    var bare = message.substring(headerEnd + 1);
    var attributes = Scram.attributes(bare);
    return new Opening(
        message.substring(0, headerEnd + 1),
        bindingData,
        authzid.isEmpty() ? null : Scram.name(authzid.substring(2)),
        Scram.name(Scram.required(attributes, 0, 'n')),
        Scram.nonce(Scram.required(attributes, 1, 'r')),
        bare);
  }

  /// `gs2-cbind-flag = ("p=" cb-name) / "n" / "y"`, by the rules of RFC 5802 §6 and RFC 5801 §5.
  ///
  /// @return the data that the client has to know; null without channel binding
  private @Nullable Octets bindingData(String flag) throws Scram.Fault {
    var bound = flag.startsWith("p=");
    if (!bound && !flag.equals("n") && !flag.equals("y"))
      throw new Scram.Fault(SaslFailure.MALFORMED);
    if (bound != mechanism.bindsChannel()) throw new Scram.Fault(SaslFailure.BINDING_FLAG);
    if (flag.equals("y") && !setting.bindings().isEmpty())
      throw new Scram.Fault(SaslFailure.DOWNGRADE);
    if (!bound) return null;
    var wanted = flag.substring(2);
    for (var binding : setting.bindings())
      if (binding.type().wireName().equals(wanted)) return binding.data();
    throw new Scram.Fault(SaslFailure.BINDING_TYPE);
  }

  /// ```
  /// client-final-message-without-proof = channel-binding "," nonce ["," extensions]
  /// client-final-message = client-final-message-without-proof "," proof
  /// ```
  private Step last(String message) throws Scram.Fault {
    var exchange = Objects.requireNonNull(pending);
    var attributes = Scram.attributes(message);
    var binding = Scram.base64(Scram.required(attributes, 0, 'c'));
    var nonce = Scram.required(attributes, 1, 'r');
    var proof = Scram.base64(Scram.required(attributes, attributes.size() - 1, 'p'));
    var opening = exchange.opening();
    if (!nonce.equals(opening.nonce() + serverNonce)) throw new Scram.Fault(SaslFailure.NONCE);
    if (!binding.equals(Scram.bindingInput(opening.gs2Header(), opening.bindingData())))
      throw new Scram.Fault(SaslFailure.BINDING_DATA);
    if (proof.length() != hash.octets()) throw new Scram.Fault(SaslFailure.PROOF);
    var withoutProof = message.substring(0, message.lastIndexOf(",p="));
    var authMessage =
        (opening.bare() + "," + exchange.serverFirst() + "," + withoutProof)
            .getBytes(StandardCharsets.UTF_8);
    if (!proves(proof, exchange.keys(), authMessage) || !exchange.known())
      throw new Scram.Fault(SaslFailure.PROOF);
    var signature = Octets.owning(hash.hmac(exchange.keys().serverKey().bytes(), authMessage));
    return confirm(
        new Identity(opening.authzid(), opening.name()), Octets.utf8("v=" + signature.toBase64()));
  }

  /// RFC 5802 §3: the stored key is the hash of the client key, which only the proof brings.
  private boolean proves(Octets proof, ScramKeys keys, byte[] authMessage) {
    var signature = hash.hmac(keys.storedKey().bytes(), authMessage);
    var clientKey = Scram.xor(proof.bytes(), signature);
    return Octets.owning(hash.digest(clientKey)).equals(keys.storedKey());
  }

  private Step confirm(Identity identity, Octets verifier) {
    if (setting.successData() == SuccessData.WITH_OUTCOME) return new Step.Done(identity, verifier);
    proven = identity;
    state = State.CONFIRMED;
    return new Step.Challenge(verifier);
  }

  private Step confirmed(Octets response) throws Scram.Fault {
    if (response.length() != 0) throw new Scram.Fault(SaslFailure.MALFORMED);
    return new Step.Done(Objects.requireNonNull(proven), Octets.EMPTY);
  }
}
