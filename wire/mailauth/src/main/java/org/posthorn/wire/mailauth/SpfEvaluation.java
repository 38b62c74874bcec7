package org.posthorn.wire.mailauth;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.dns.Lookup;
import org.posthorn.wire.dns.Txt;

/// `check_host()` of RFC 7208 §4, once. Recursion is as deep as terms may ask: ten.
final class SpfEvaluation {

  /// What one record came to.
  ///
  /// @param exp what explains a fail, and the domain whose record says so
  record Outcome(SpfResult result, String mechanism, @Nullable MacroString exp, DnsName domain) {}

  /// Fits into one line of a reply (RFC 5321 §4.5.3.1.5) with something before it.
  private static final int MAX_EXPLANATION = 400;

  private final SpfInput input;
  private final SpfQueries queries;
  private final MacroExpansion macros;

  SpfEvaluation(
      SpfInput input,
      MacroExpansion.Mailbox sender,
      SpfQueries queries,
      MacroExpansion.Receiver receiver) {
    this.input = input;
    this.queries = queries;
    this.macros = new MacroExpansion(input, sender, receiver, this::validatedName);
  }

  Outcome checkHost(DnsName domain) throws SpfFault {
    var record = record(domain);
    if (record == null) return new Outcome(SpfResult.NONE, SpfVerdict.NO_MECHANISM, null, domain);
    for (var directive : record.directives())
      if (matches(directive.mechanism(), domain))
        return new Outcome(directive.qualifier(), directive.text(), record.explanation(), domain);
    var redirect = record.redirect();
    if (redirect != null && !record.hasAll()) return redirected(redirect, domain);
    return new Outcome(SpfResult.NEUTRAL, SpfVerdict.NO_MECHANISM, null, domain);
  }

  // RFC 7208 §6.1
  private Outcome redirected(MacroString spec, DnsName domain) throws SpfFault {
    queries.countTerm();
    var target = macros.name(spec, domain);
    var outcome = target == null ? null : checkHost(target);
    if (outcome == null || outcome.result() == SpfResult.NONE)
      throw SpfFault.permanent("redirect leads to no record");
    return outcome;
  }

  /// RFC 7208 §4.4, §4.5; null when the domain has no record.
  private @Nullable SpfRecord record(DnsName domain) throws SpfFault {
    if (!Spf.isMultiLabel(domain)) return null;
    var lookup = queries.txt(domain);
    if (lookup instanceof Lookup.Failed<Txt> failed)
      throw SpfFault.temporary("DNS: " + failed.failure());
    var records =
        lookup.records().stream().map(Txt::joined).filter(SpfRecordParser::isSpf).toList();
    if (records.size() > 1) throw SpfFault.permanent("more than one record");
    return records.isEmpty() ? null : SpfRecordParser.parse(records.getFirst());
  }

  private boolean matches(SpfMechanism mechanism, DnsName domain) throws SpfFault {
    return switch (mechanism) {
      case SpfMechanism.All _ -> true;
      case SpfMechanism.Ip ip -> ip.network().contains(input.client());
      case SpfMechanism.Include include -> included(include.domain(), domain);
      case SpfMechanism.A a -> {
        var target = target(a.domain(), domain);
        yield target != null && queries.hasAddress(target, a.prefixes());
      }
      case SpfMechanism.MailExchangers mx -> {
        var target = target(mx.domain(), domain);
        yield target != null && queries.hasExchanger(target, mx.prefixes());
      }
      case SpfMechanism.Exists exists -> {
        var target = target(exists.domain(), domain);
        yield target != null && queries.exists(target);
      }
      case SpfMechanism.Ptr ptr -> {
        var target = target(ptr.domain(), domain);
        // RFC 7208 §5.5 says it twice and once the wrong way round; the example is right.
        yield target != null
            && queries.validatedNames().stream().anyMatch(it -> it.isWithin(target));
      }
    };
  }

  private @Nullable DnsName target(@Nullable MacroString spec, DnsName domain) throws SpfFault {
    queries.countTerm();
    if (spec == null) return domain;
    return macros.neverMatches(spec) ? null : macros.name(spec, domain);
  }

  // RFC 7208 §5.2: errors go straight to the top
  private boolean included(MacroString spec, DnsName domain) throws SpfFault {
    var target = target(spec, domain);
    if (macros.neverMatches(spec)) return false;
    var outcome = target == null ? null : checkHost(target);
    if (outcome == null || outcome.result() == SpfResult.NONE)
      throw SpfFault.permanent("include leads to no record");
    return outcome.result() == SpfResult.PASS;
  }

  /// RFC 7208 §7.3, `%{p}`.
  private String validatedName(DnsName domain) throws SpfFault {
    queries.countTerm();
    List<DnsName> names = queries.validatedNames();
    if (names.contains(domain)) return domain.text();
    return names.stream()
        .filter(it -> it.isWithin(domain))
        .findFirst()
        .or(() -> names.stream().findFirst())
        .map(DnsName::text)
        .orElse("unknown");
  }

  /// What the domain says to who is refused (RFC 7208 §6.2); null when it says nothing that can be
  /// repeated.
  @Nullable String explanation(Outcome outcome) {
    var spec = outcome.exp();
    if (outcome.result() != SpfResult.FAIL || spec == null) return null;
    try {
      var name = macros.name(spec, outcome.domain());
      if (name == null) return null;
      var texts = queries.txt(name).records();
      if (texts.size() != 1) return null;
      var text = texts.getFirst().joined();
      if (text.length() > SpfRecordParser.MAX_OCTETS) return null;
      return printable(macros.text(MacroString.explainString(text), outcome.domain()));
    } catch (SpfFault fault) {
      return null;
    }
  }

  private static @Nullable String printable(String text) {
    for (int i = 0; i < text.length(); i++)
      if (text.charAt(i) < ' ' || text.charAt(i) >= 0x7f) return null;
    if (text.isBlank()) return null;
    return text.length() > MAX_EXPLANATION ? text.substring(0, MAX_EXPLANATION) : text;
  }
}
