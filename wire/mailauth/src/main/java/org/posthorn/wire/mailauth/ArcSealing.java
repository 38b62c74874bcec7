package org.posthorn.wire.mailauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;

/// The sealing of one message, from its header to the end of its body. Owned by one thread.
public final class ArcSealing implements BodySink {

  private static final byte[] LINE_END = {'\r', '\n'};

  private final SignableHeader header;
  private final ArcChain chain;
  private final DkimSigner.Key key;
  private final Instant now;
  private final ArcVerdict.Status status;
  private final AuthenticationResults results;
  private final BodyHash body = new BodyHash(Canonicalization.RELAXED, Long.MAX_VALUE);

  ArcSealing(
      SignableHeader header,
      DkimSigner.Key key,
      Instant now,
      ArcVerdict.Status arrived,
      AuthenticationResults results) {
    this.header = header;
    this.chain = ArcChain.of(header);
    this.key = key;
    this.now = now;
    // a chain that was lost on the way through us is no chain that passed
    boolean isBroken =
        chain.problem() != null || (chain.highest() == 0) != (arrived == ArcVerdict.Status.NONE);
    this.status = isBroken ? ArcVerdict.Status.FAIL : arrived;
    this.results = results;
  }

  @Override
  public void body(byte[] bytes, int offset, int count) {
    body.update(bytes, offset, count);
  }

  /// The three fields with their line ends, to be put before the message; to be called once. Empty
  /// when nothing may be added: the chain was sealed as failed before (RFC 8617 §5.1), is at its
  /// end, or the header is larger than validators look at.
  public String finish() {
    var hash = body.finish();
    int instance = chain.highest() + 1;
    if (chain.isSealedAsFailed() || instance > ArcChain.MAX_INSTANCES || header.isTooLarge())
      return "";
    var authentication = new FoldedField("ARC-Authentication-Results");
    authentication.add("i=" + instance + "; ");
    results.addTo(authentication);
    var message = message(instance, hash);
    var seal = seal(instance, authentication.text(), message);
    return seal + "\r\n" + message + "\r\n" + authentication.text() + "\r\n";
  }

  private String message(int instance, String hash) {
    var names = new ArrayList<>(DkimSigning.names(header));
    for (int i = 0; i < header.places("dkim-signature").size(); i++) names.add("DKIM-Signature");
    var field = new FoldedField("ARC-Message-Signature");
    field.add("i=" + instance + "; ");
    DkimSigning.addAlgorithm(field, key, DkimSigner.Form.RELAXED);
    field.add("t=" + now.getEpochSecond() + "; ");
    DkimSigning.addContent(field, names, hash);
    var data = new ByteArrayOutputStream();
    header.appendSigned(DkimSigning.lower(names), -1, Canonicalization.RELAXED, data);
    Canonicalization.RELAXED.append(field.text().getBytes(UTF_8), data);
    field.addBroken(Sha256.base64(key.secret().sign(data.toByteArray())));
    return field.text();
  }

  private String seal(int instance, String authentication, String message) {
    var field = new FoldedField("ARC-Seal");
    field.add("i=" + instance + "; ");
    field.add("a=" + key.secret().algorithm().text() + "; ");
    field.add("t=" + now.getEpochSecond() + "; ");
    field.add("cv=" + status.text() + "; ");
    field.add("d=" + key.domain() + "; ");
    field.add("s=" + key.selector() + "; ");
    field.add("b=");
    var data = new ByteArrayOutputStream();
    if (status != ArcVerdict.Status.FAIL) appendEarlier(data);
    ArcValidation.appendUnsealed(authentication.getBytes(UTF_8), message.getBytes(UTF_8), data);
    Canonicalization.RELAXED.append(field.text().getBytes(UTF_8), data);
    field.addBroken(Sha256.base64(key.secret().sign(data.toByteArray())));
    return field.text();
  }

  /// RFC 8617 §5.1.2: of a failed chain only the new set is signed.
  private void appendEarlier(ByteArrayOutputStream data) {
    for (var set : chain.sets()) {
      ArcValidation.appendUnsealed(
          header.field(set.resultsPlace()), header.field(set.messagePlace()), data);
      Canonicalization.RELAXED.append(header.field(set.sealPlace()), data);
      data.writeBytes(LINE_END);
    }
  }
}
