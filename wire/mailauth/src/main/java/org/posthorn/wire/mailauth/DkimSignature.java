package org.posthorn.wire.mailauth;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.DomainName;

/// What a DKIM-Signature field says (RFC 6376 §3.5), checked meticulously (§6.1.1): what is odd is
/// refused. ARC-Message-Signature is the same but for three tags.
///
/// @param names the signed fields in lower case
/// @param bodyLimit octets of the body that are hashed, `Long.MAX_VALUE` for all
/// @param signedAt seconds since 1970, or -1
/// @param expiresAt seconds since 1970, or -1
record DkimSignature(
    DkimAlgorithm algorithm,
    Canonicalization headerForm,
    Canonicalization bodyForm,
    Names signer,
    List<String> names,
    String bodyHash,
    String signature,
    long bodyLimit,
    long signedAt,
    long expiresAt) {

  /// Who signed.
  ///
  /// @param domain `d=` with A-labels
  /// @param selector `s=` as written
  /// @param keyName where the key is
  /// @param agent `i=` as written and decoded
  record Names(DnsName domain, String selector, DnsName keyName, String agent) {

    DnsName agentDomain() {
      return new DnsName(agent.substring(agent.lastIndexOf('@') + 1));
    }
  }

  /// Which of the two fields is read.
  enum Kind {
    DKIM,
    /// RFC 8617 §4.1.2: no version, and `i=` is a number that others look at.
    ARC
  }

  /// RFC 6376 §3.5: `l=` has up to 76 digits; a body that needs more than 15 is not received.
  private static final int MAX_LENGTH_DIGITS = 15;

  private static final int MAX_TIME_DIGITS = 12;

  /// An RSA signature of 8192 bits has 1,368.
  static final int MAX_SIGNATURE_CHARACTERS = 2_000;

  DkimSignature {
    names = List.copyOf(names);
  }

  static DkimSignature parse(TagList tags, Kind kind) throws DkimFault {
    if (kind == Kind.DKIM && !required(tags, "v").equals("1"))
      throw new DkimFault(DkimReason.VERSION);
    var algorithm = algorithm(required(tags, "a"));
    var signature = base64(tags, "b");
    var bodyHash = base64(tags, "bh");
    var forms = tags.value("c", "simple/simple").split("/", -1);
    if (forms.length > 2) throw new DkimFault(DkimReason.SYNTAX);
    var signer = names(tags, kind);
    var names = signedFields(required(tags, "h"));
    if (kind == Kind.DKIM && !names.contains("from"))
      throw new DkimFault(DkimReason.FROM_NOT_SIGNED);
    if (!TagList.items(tags.value("q", "dns/txt")).contains("dns/txt"))
      throw new DkimFault(DkimReason.UNKNOWN_QUERY);
    long signedAt = number(tags, "t", MAX_TIME_DIGITS, -1);
    long expiresAt = number(tags, "x", MAX_TIME_DIGITS, -1);
    if (expiresAt >= 0 && expiresAt <= signedAt) throw new DkimFault(DkimReason.SYNTAX);
    return new DkimSignature(
        algorithm,
        form(forms[0]),
        forms.length == 2 ? form(forms[1]) : Canonicalization.SIMPLE,
        signer,
        names,
        bodyHash,
        signature,
        number(tags, "l", MAX_LENGTH_DIGITS, Long.MAX_VALUE),
        signedAt,
        expiresAt);
  }

  /// Reads an ARC-Seal, which signs what others say (RFC 8617 §4.1.3).
  static DkimSignature parseSeal(TagList tags) throws DkimFault {
    return new DkimSignature(
        algorithm(required(tags, "a")),
        Canonicalization.RELAXED,
        Canonicalization.RELAXED,
        names(tags, Kind.ARC),
        List.of(),
        "",
        base64(tags, "b"),
        Long.MAX_VALUE,
        number(tags, "t", MAX_TIME_DIGITS, -1),
        -1);
  }

  private static String required(TagList tags, String name) throws DkimFault {
    var value = tags.value(name);
    if (value == null) throw new DkimFault(DkimReason.MISSING_TAG);
    return value;
  }

  private static DkimAlgorithm algorithm(String text) throws DkimFault {
    if (text.equals("rsa-sha1")) throw new DkimFault(DkimReason.SHA1);
    var algorithm = DkimAlgorithm.parse(text);
    if (algorithm == null) throw new DkimFault(DkimReason.UNKNOWN_ALGORITHM);
    return algorithm;
  }

  private static String base64(TagList tags, String name) throws DkimFault {
    var text = TagList.compacted(required(tags, name));
    boolean isSound =
        !text.isEmpty()
            && text.length() <= MAX_SIGNATURE_CHARACTERS
            && Sha256.decoded(text) != null;
    if (!isSound) throw new DkimFault(DkimReason.SYNTAX);
    return text;
  }

  private static Canonicalization form(String text) throws DkimFault {
    var form = Canonicalization.parse(text);
    if (form == null) throw new DkimFault(DkimReason.UNKNOWN_CANONICALIZATION);
    return form;
  }

  private static Names names(TagList tags, Kind kind) throws DkimFault {
    var selector = utf8(required(tags, "s"));
    var domain = domain(utf8(required(tags, "d")));
    // below another label, because a selector of digits is no domain
    var wrapped = domain(selector + ".selector").text();
    var aLabels = wrapped.substring(0, wrapped.length() - ".selector".length());
    var keyName = domain.below(aLabels + "._domainkey");
    if (keyName == null || domain.text().indexOf('.') < 0) throw new DkimFault(DkimReason.SYNTAX);
    var agent = kind == Kind.ARC ? "@" + domain : agent(tags.value("i"), domain);
    var names = new Names(domain, selector, keyName, agent);
    if (!names.agentDomain().isWithin(domain)) throw new DkimFault(DkimReason.DOMAIN_MISMATCH);
    return names;
  }

  /// The name with A-labels.
  private static DnsName domain(String text) throws DkimFault {
    try {
      var written = DomainName.parse(text);
      var name = written.isLiteral() ? null : DnsName.parse(written.ascii());
      if (name == null) throw new DkimFault(DkimReason.SYNTAX);
      return name;
    } catch (AddressException e) {
      throw new DkimFault(DkimReason.SYNTAX);
    }
  }

  /// The signer that a field claims which is refused for something else; null if there is none.
  static @Nullable DnsName domainOf(TagList tags) {
    var text = tags.value("d");
    try {
      return text == null ? null : domain(utf8(text));
    } catch (DkimFault fault) {
      return null;
    }
  }

  /// `[ Local-part ] "@" domain-name`; the domain comes back with A-labels.
  private static String agent(@Nullable String written, DnsName domain) throws DkimFault {
    if (written == null) return "@" + domain;
    var text = utf8(unquoted(TagList.compacted(written)));
    int at = text.lastIndexOf('@');
    if (at < 0) throw new DkimFault(DkimReason.SYNTAX);
    return text.substring(0, at + 1) + domain(text.substring(at + 1));
  }

  /// dkim-quoted-printable (RFC 6376 §2.11).
  private static String unquoted(String text) throws DkimFault {
    var plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != '=') {
        plain.append(text.charAt(i));
        continue;
      }
      if (i + 2 >= text.length()) throw new DkimFault(DkimReason.SYNTAX);
      int high = "0123456789ABCDEF".indexOf(text.charAt(++i));
      int low = "0123456789ABCDEF".indexOf(text.charAt(++i));
      if (high < 0 || low < 0) throw new DkimFault(DkimReason.SYNTAX);
      plain.append((char) (high << 4 | low));
    }
    return plain.toString();
  }

  private static String utf8(String octets) {
    return new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static List<String> signedFields(String text) throws DkimFault {
    var names = TagList.items(text.toLowerCase(Locale.ROOT));
    for (var name : names)
      if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ' || c >= 0x7f))
        throw new DkimFault(DkimReason.SYNTAX);
    return names;
  }

  private static long number(TagList tags, String name, int maxDigits, long whenAbsent)
      throws DkimFault {
    var text = tags.value(name);
    if (text == null) return whenAbsent;
    long number = Digits.longNumber(text, maxDigits);
    if (number < 0) throw new DkimFault(DkimReason.SYNTAX);
    return number;
  }
}
