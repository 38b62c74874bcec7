package org.posthorn.wire.mailauth;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.dns.Dns;
import org.posthorn.wire.dns.DnsName;

/// The check of one message's chain, from its header to the end of its body. Owned by one thread;
/// [#finish] asks DNS for keys. All failures are permanent, those of DNS too (RFC 8617 §5.2.1).
public final class ArcValidation implements BodySink {

  private static final byte[] LINE_END = {'\r', '\n'};

  private final SignableHeader header;
  private final ArcChain chain;
  private final Dns dns;
  private final Instant now;
  private @Nullable DkimSignature newest;
  private @Nullable BodyHash body;
  private @Nullable String problem;

  ArcValidation(SignableHeader header, Dns dns, Instant now) {
    this.header = header;
    this.chain = ArcChain.of(header);
    this.dns = dns;
    this.now = now;
    problem = header.isTooLarge() && chain.highest() > 0 ? "header too large" : chain.problem();
    if (problem != null || chain.sets().isEmpty()) return;
    try {
      var signature = messageSignature(chain.sets().getLast().message());
      DkimVerification.checkTimes(signature, now);
      newest = signature;
      body = new BodyHash(signature.bodyForm(), signature.bodyLimit());
    } catch (DkimFault fault) {
      problem = "ARC-Message-Signature: " + fault.reason.text();
    }
  }

  /// RFC 8617 §4.1.2: what others will add is not signed.
  private static DkimSignature messageSignature(TagList tags) throws DkimFault {
    var signature = DkimSignature.parse(tags, DkimSignature.Kind.ARC);
    if (signature.names().stream().anyMatch(it -> it.startsWith("arc-")))
      throw new DkimFault(DkimReason.SYNTAX);
    return signature;
  }

  @Override
  public void body(byte[] bytes, int offset, int count) {
    if (body != null) body.update(bytes, offset, count);
  }

  /// Where the keys are that [#finish] will ask for, so that they can be asked for together before.
  public List<DnsName> keyNames() {
    if (problem != null || newest == null) return List.of();
    var names = new LinkedHashSet<DnsName>();
    names.add(newest.signer().keyName());
    try {
      for (var set : chain.sets())
        names.add(DkimSignature.parseSeal(set.seal()).signer().keyName());
    } catch (DkimFault fault) {
      return List.of(); // which is what it will come to
    }
    return List.copyOf(names);
  }

  /// The verdict; to be called once, after the whole body.
  public ArcVerdict finish() {
    if (problem != null) return ArcVerdict.fail(problem);
    if (newest == null || body == null)
      return new ArcVerdict(ArcVerdict.Status.NONE, "there is no chain", List.of());
    var part = "ARC-Message-Signature: ";
    try {
      checkMessage(newest, body);
      part = "ARC-Seal: ";
      var sealers = checkSeals();
      return new ArcVerdict(ArcVerdict.Status.PASS, "the chain is whole", hops(sealers));
    } catch (DkimFault fault) {
      return ArcVerdict.fail(part + fault.reason.text());
    }
  }

  private void checkMessage(DkimSignature signature, BodyHash hash) throws DkimFault {
    var key = DkimKeyRecord.of(signature, dns);
    DkimVerification.checkBody(signature, hash, hash.finish());
    int place = chain.sets().getLast().messagePlace();
    var data = DkimVerification.signedData(header, place, signature);
    DkimVerification.checkSignature(signature, key, data);
  }

  /// Each seal signs all sets before it and its own (RFC 8617 §5.1.1).
  private List<DkimSignature.Names> checkSeals() throws DkimFault {
    var sealers = new ArrayList<DkimSignature.Names>();
    var before = new ByteArrayOutputStream();
    for (var set : chain.sets()) {
      if (set.seal().value("h") != null) throw new DkimFault(DkimReason.SYNTAX);
      var signature = DkimSignature.parseSeal(set.seal());
      DkimVerification.checkTimes(signature, now);
      appendUnsealed(header.field(set.resultsPlace()), header.field(set.messagePlace()), before);
      var data = new ByteArrayOutputStream();
      data.writeBytes(before.toByteArray());
      var seal = header.field(set.sealPlace());
      Canonicalization.RELAXED.append(DkimVerification.withoutSignature(seal), data);
      DkimVerification.checkSignature(
          signature, DkimKeyRecord.of(signature, dns), data.toByteArray());
      Canonicalization.RELAXED.append(seal, before);
      before.writeBytes(LINE_END);
      sealers.add(signature.signer());
    }
    return sealers;
  }

  static void appendUnsealed(byte[] results, byte[] message, ByteArrayOutputStream out) {
    Canonicalization.RELAXED.append(results, out);
    out.writeBytes(LINE_END);
    Canonicalization.RELAXED.append(message, out);
    out.writeBytes(LINE_END);
  }

  private List<ArcVerdict.Hop> hops(List<DkimSignature.Names> sealers) {
    var hops = new ArrayList<ArcVerdict.Hop>();
    for (int i = 0; i < sealers.size(); i++) {
      var octets = chain.sets().get(i).results().getBytes(StandardCharsets.ISO_8859_1);
      var results = AuthenticationResults.parse(new String(octets, StandardCharsets.UTF_8));
      var sealer = sealers.get(i);
      hops.add(new ArcVerdict.Hop(i + 1, sealer.domain(), sealer.selector(), results));
    }
    return hops;
  }
}
