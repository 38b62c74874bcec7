package org.posthorn.wire.mailauth;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.dns.Dns;
import org.posthorn.wire.dns.DnsName;

/// The check of one message's signatures, from its header to the end of its body. Owned by one
/// thread; [#finish] asks DNS for keys.
public final class DkimVerification implements BodySink {

  /// How far another clock may be ahead of ours, or behind.
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(10);

  /// RFC 5322 §3.6 has at most one of each, and readers differ in which of several they show.
  private static final Set<String> SINGLE =
      Set.of(
          "from",
          "sender",
          "reply-to",
          "to",
          "cc",
          "subject",
          "date",
          "message-id",
          "in-reply-to",
          "references",
          "mime-version",
          "content-type",
          "content-transfer-encoding");

  /// A signature on its way to a verdict.
  ///
  /// @param signature null when the field cannot be read
  private record Candidate(
      int place,
      @Nullable TagList tags,
      @Nullable DkimSignature signature,
      @Nullable BodyHash body,
      DkimReason reason) {}

  private final SignableHeader header;
  private final Dns dns;
  private final Instant now;
  private final List<Candidate> candidates = new ArrayList<>();
  private final List<BodyHash> bodies = new ArrayList<>();
  private final int ignored;

  DkimVerification(SignableHeader header, Dns dns, Instant now) {
    this.header = header;
    this.dns = dns;
    this.now = now;
    var places = header.places("dkim-signature");
    int checked = Math.min(places.size(), DkimVerifier.MAX_SIGNATURES);
    for (int place : places.subList(0, checked)) candidates.add(candidate(place));
    ignored = places.size() - checked;
  }

  /// Signatures beyond the limit; there is no verdict on them.
  public int ignored() {
    return ignored;
  }

  /// Where the keys are that [#finish] will ask for, so that they can be asked for together before.
  public List<DnsName> keyNames() {
    var names = new LinkedHashSet<DnsName>();
    for (var candidate : candidates)
      if (candidate.signature != null) names.add(candidate.signature.signer().keyName());
    return List.copyOf(names);
  }

  private Candidate candidate(int place) {
    var tags = TagList.parse(header.value(place));
    if (tags == null) return new Candidate(place, null, null, null, DkimReason.SYNTAX);
    try {
      var signature = DkimSignature.parse(tags, DkimSignature.Kind.DKIM);
      checkTimes(signature, now);
      if (header.isTooLarge()) throw new DkimFault(DkimReason.HEADER_TOO_LARGE);
      return new Candidate(place, tags, signature, body(signature), DkimReason.VERIFIED);
    } catch (DkimFault fault) {
      return new Candidate(place, tags, null, null, fault.reason);
    }
  }

  static void checkTimes(DkimSignature signature, Instant now) throws DkimFault {
    long seconds = now.getEpochSecond();
    long skew = CLOCK_SKEW.toSeconds();
    if (signature.expiresAt() >= 0 && signature.expiresAt() < seconds - skew)
      throw new DkimFault(DkimReason.EXPIRED);
    if (signature.signedAt() > seconds + skew) throw new DkimFault(DkimReason.FUTURE);
  }

  /// Signatures of the same form share a hash, since a body may be long.
  private BodyHash body(DkimSignature signature) {
    for (var body : bodies) if (body.isOf(signature.bodyForm(), signature.bodyLimit())) return body;
    var body = new BodyHash(signature.bodyForm(), signature.bodyLimit());
    bodies.add(body);
    return body;
  }

  @Override
  public void body(byte[] bytes, int offset, int count) {
    for (var body : bodies) body.update(bytes, offset, count);
  }

  /// The verdicts in the order of the fields; to be called once, after the whole body.
  public List<DkimVerdict> finish() {
    var hashes = bodies.stream().map(BodyHash::finish).toList();
    var verdicts = new ArrayList<DkimVerdict>();
    for (var candidate : candidates) verdicts.add(verdict(candidate, hashes));
    return List.copyOf(verdicts);
  }

  private DkimVerdict verdict(Candidate candidate, List<String> hashes) {
    var signature = candidate.signature;
    if (signature == null || candidate.body == null)
      return verdict(candidate, candidate.reason, false);
    boolean testing = false;
    try {
      var key = DkimKeyRecord.of(signature, dns);
      testing = key.isTesting();
      checkBody(signature, candidate.body, hashes.get(bodies.indexOf(candidate.body)));
      var data = signedData(header, candidate.place, signature);
      checkSignature(signature, key, data);
      checkUnsigned(signature);
      return verdict(candidate, DkimReason.VERIFIED, testing);
    } catch (DkimFault fault) {
      return verdict(candidate, fault.reason, testing);
    }
  }

  static void checkBody(DkimSignature signature, BodyHash body, String hash) throws DkimFault {
    if (signature.bodyLimit() != Long.MAX_VALUE && signature.bodyLimit() > body.length())
      throw new DkimFault(DkimReason.BODY_TOO_SHORT);
    if (!same(hash, signature.bodyHash())) throw new DkimFault(DkimReason.BODY_HASH);
    if (signature.bodyLimit() < body.length()) throw new DkimFault(DkimReason.PARTIAL_BODY);
  }

  /// Whether two base64 texts say the same octets, with padding or without.
  private static boolean same(String one, String other) {
    var left = Sha256.decoded(one);
    var right = Sha256.decoded(other);
    return left != null && right != null && MessageDigest.isEqual(left, right);
  }

  /// What the signature is of (RFC 6376 §3.7): the named fields, and the field that has the
  /// signature without it.
  static byte[] signedData(SignableHeader header, int place, DkimSignature signature) {
    var data = new ByteArrayOutputStream();
    header.appendSigned(signature.names(), place, signature.headerForm(), data);
    signature.headerForm().append(withoutSignature(header.field(place)), data);
    return data.toByteArray();
  }

  static byte[] withoutSignature(byte[] field) {
    var text = new String(field, StandardCharsets.ISO_8859_1);
    int colon = text.indexOf(':') + 1;
    var value = text.substring(colon);
    var tags = TagList.parse(value);
    if (tags == null) throw new IllegalStateException("it could be read before");
    var without = text.substring(0, colon) + TagList.without(value, tags, "b");
    return without.getBytes(StandardCharsets.ISO_8859_1);
  }

  static void checkSignature(DkimSignature signature, DkimKeyRecord key, byte[] data)
      throws DkimFault {
    var signed = Sha256.decoded(signature.signature());
    if (signed == null || !signature.algorithm().verifies(key.key(), data, signed))
      throw new DkimFault(DkimReason.SIGNATURE);
  }

  /// RFC 6376 §8.15: a field that was signed once and is there twice is one too many.
  private void checkUnsigned(DkimSignature signature) throws DkimFault {
    for (var name : Set.copyOf(signature.names())) {
      if (!SINGLE.contains(name)) continue;
      if (header.places(name).size() > Collections.frequency(signature.names(), name))
        throw new DkimFault(DkimReason.DUPLICATE_FIELD);
    }
  }

  private static DkimVerdict verdict(Candidate candidate, DkimReason reason, boolean testing) {
    var tags = candidate.tags;
    if (tags == null) return new DkimVerdict(reason, null, null, null, null, null, testing);
    var start = tags.compact("b");
    var algorithm = tags.value("a");
    var signature = candidate.signature;
    return new DkimVerdict(
        reason,
        signature == null ? DkimSignature.domainOf(tags) : signature.signer().domain(),
        signature == null ? null : signature.signer().selector(),
        signature == null ? null : signature.signer().agent(),
        algorithm == null || algorithm.length() > 30 ? null : algorithm,
        start == null ? null : start.substring(0, Math.min(8, start.length())),
        testing);
  }
}
