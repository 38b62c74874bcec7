package org.posthorn.wire.smtp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// `esmtp-param = esmtp-keyword ["=" esmtp-value]` (RFC 5321 §4.1.2).
///
/// @param keyword in upper case
/// @param value null without `=`
public record EsmtpParameter(String keyword, @Nullable String value) {

  static String join(List<EsmtpParameter> parameters) {
    var text = new StringBuilder();
    for (var parameter : parameters) text.append(' ').append(parameter);
    return text.toString();
  }

  @Override
  public String toString() {
    return value == null ? keyword : keyword + "=" + value;
  }
}
