package org.posthorn.wire.sieve;

import java.util.List;
import java.util.Locale;

/// `notify_method_capability` (RFC 5435 §5, RFC 8580 §6.1).
record NotifyCapabilityTest(
    Position at, Match match, Template method, Template capability, Keys keys)
    implements Test.Question {

  static NotifyCapabilityTest of(Arguments arguments) throws CheckFailed {
    var match = Match.withoutList(arguments);
    var method = arguments.string("the notification URI");
    var capability = arguments.string("the capability");
    return new NotifyCapabilityTest(
        arguments.at(), match, method, capability, arguments.keys(match));
  }

  @Override
  public boolean holds(Execution execution) {
    var uri = execution.expand(method);
    var schemes = execution.outside().notifySchemes();
    var comparing = Comparing.of(execution, match, keys);
    return switch (execution.expand(capability).toLowerCase(Locale.ROOT)) {
      case "online" -> {
        try {
          var online = execution.outside().notifyOnline(NotifyUri.parse(uri, schemes));
          yield comparing.any(List.of(online), online.isEmpty() ? 0 : 1);
        } catch (NotifyUri.Invalid e) {
          execution.trace(TraceStep.Kind.COMPARISON, Execution.quoted(uri) + ": " + e.text());
          yield false;
        }
      }
      // the URI may be a scheme only
      case "fcc" -> {
        boolean known = schemes.contains(NotifyUri.scheme(uri));
        yield known && execution.has(Extension.FCC) && comparing.any(List.of("yes"));
      }
      default -> false;
    };
  }
}
