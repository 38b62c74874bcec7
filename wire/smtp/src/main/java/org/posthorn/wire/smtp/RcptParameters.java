package org.posthorn.wire.smtp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The parameters of RCPT; see `MailParameters`.
///
/// @param notifyOn RFC 3461 §4.1
/// @param orcpt RFC 3461 §4.2
/// @param others what is not known here, in its order
public record RcptParameters(
    @Nullable Notify notifyOn, @Nullable OriginalRecipient orcpt, List<EsmtpParameter> others) {

  public static final RcptParameters NONE = new RcptParameters(null, null, List.of());

  public RcptParameters {
    others = List.copyOf(others);
  }

  /// The keywords that were given, in upper case.
  public List<String> keywords() {
    return toList().stream().map(EsmtpParameter::keyword).toList();
  }

  List<EsmtpParameter> toList() {
    var list = new ArrayList<EsmtpParameter>();
    if (notifyOn != null) list.add(new EsmtpParameter("NOTIFY", notifyOn.toString()));
    if (orcpt != null) list.add(new EsmtpParameter("ORCPT", orcpt.toString()));
    list.addAll(others);
    return list;
  }
}
