package org.posthorn.wire.smtp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a server will take in one session, as it says in its LIMITS offer (RFC 9422). Null where it
/// does not say, or not in the form `NAME=1…999999`; limits that are not known here mean nothing.
///
/// @param mailMax transactions in the session
/// @param rcptMax recipients in a transaction
/// @param rcptDomainMax different domains of the recipients in a transaction
public record SessionLimits(
    @Nullable Integer mailMax, @Nullable Integer rcptMax, @Nullable Integer rcptDomainMax) {

  static SessionLimits of(List<String> parameters) {
    return new SessionLimits(
        limit(parameters, "MAILMAX"),
        limit(parameters, "RCPTMAX"),
        limit(parameters, "RCPTDOMAINMAX"));
  }

  private static @Nullable Integer limit(List<String> parameters, String name) {
    for (var parameter : parameters) {
      int equals = parameter.indexOf('=');
      if (equals < 0 || !parameter.substring(0, equals).equalsIgnoreCase(name)) continue;
      var value = parameter.substring(equals + 1);
      return value.matches("[1-9][0-9]{0,5}") ? Integer.valueOf(value) : null;
    }
    return null;
  }
}
