package org.posthorn.wire.smtp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The parameters of MAIL. What is absent is null; which of them were offered is the server's to
/// compare with `keywords`, and to answer with 555.
///
/// @param size the declared size (RFC 1870 §6) in octets; `Long.MAX_VALUE` for all that is larger
/// @param body RFC 6152, RFC 3030
/// @param smtpUtf8 whether SMTPUTF8 was given (RFC 6531 §3.4)
/// @param auth RFC 4954 §5
/// @param ret RFC 3461 §4.3
/// @param envid RFC 3461 §4.4
/// @param timing RFC 4865, RFC 2852
/// @param others what is not known here, in its order
public record MailParameters(
    @Nullable Long size,
    @Nullable BodyType body,
    boolean smtpUtf8,
    @Nullable Submitter auth,
    @Nullable DsnReturn ret,
    @Nullable EnvelopeId envid,
    Timing timing,
    List<EsmtpParameter> others) {

  public static final MailParameters NONE =
      new MailParameters(null, null, false, null, null, null, Timing.NONE, List.of());

  /// The parameter that asks for TLS all the way (RFC 8689 §2), one of `others`.
  public static final EsmtpParameter REQUIRETLS = new EsmtpParameter("REQUIRETLS", null);

  public MailParameters {
    others = List.copyOf(others);
  }

  /// Whether the message may go only over TLS (RFC 8689).
  public boolean requiresTls() {
    return others.contains(REQUIRETLS);
  }

  /// The keywords that were given, in upper case.
  public List<String> keywords() {
    return toList().stream().map(EsmtpParameter::keyword).toList();
  }

  List<EsmtpParameter> toList() {
    var list = new ArrayList<EsmtpParameter>();
    if (size != null) list.add(new EsmtpParameter("SIZE", size.toString()));
    if (body != null) list.add(new EsmtpParameter("BODY", body.wireName()));
    if (smtpUtf8) list.add(new EsmtpParameter("SMTPUTF8", null));
    if (auth != null) list.add(new EsmtpParameter("AUTH", auth.toString()));
    if (ret != null) list.add(new EsmtpParameter("RET", ret.name()));
    if (envid != null) list.add(new EsmtpParameter("ENVID", envid.xtext()));
    if (timing.hold() != null) list.add(timing.hold().parameter());
    if (timing.by() != null) list.add(timing.by().parameter());
    list.addAll(others);
    return list;
  }
}
