package org.posthorn.wire.mailauth;

import java.net.InetAddress;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.dns.Dns;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mailauth.SpfEvaluation.Outcome;

/// Sender Policy Framework (RFC 7208, with RFC 8616 for names that are not ASCII): whether a host
/// may use a domain. Any thread may ask; it takes as long as DNS takes, and 20 seconds and one
/// question at most.
///
/// Check the HELO name first and the sender after it (§2.3); only the latter counts for DMARC.
public final class Spf {

  /// Of a HELO name no more is looked at.
  private static final int MAX_HELO = 255;

  private static final String NO_DOMAIN = "there is no domain to ask";

  private final Dns dns;
  private final MacroExpansion.Receiver receiver;

  /// @param receiver the name of this host, for the macro `%{r}`
  public Spf(Dns dns, DnsName receiver, InstantSource clock) {
    this.dns = dns;
    this.receiver = new MacroExpansion.Receiver(receiver.text(), clock);
  }

  /// Whether the client may call itself what it does (RFC 7208 §2.3).
  public SpfVerdict checkHelo(SpfInput input) {
    return check(input, SpfIdentity.HELO, postmaster(input));
  }

  /// Whether the client may send as the reverse-path (RFC 7208 §2.4).
  public SpfVerdict checkMailFrom(SpfInput input) {
    var sender = input.sender();
    if (sender == null) return check(input, SpfIdentity.MAIL_FROM, postmaster(input));
    var domain = sender.domain();
    var mailbox =
        new MacroExpansion.Mailbox(
            sender.localpart().toString(), domain.isAscii() ? domain.text() : domain.ascii());
    return check(input, SpfIdentity.MAIL_FROM, mailbox);
  }

  private static MacroExpansion.Mailbox postmaster(SpfInput input) {
    var helo = input.helo();
    return new MacroExpansion.Mailbox(
        "postmaster", helo.length() > MAX_HELO ? helo.substring(0, MAX_HELO) : helo);
  }

  private SpfVerdict check(SpfInput input, SpfIdentity identity, MacroExpansion.Mailbox mailbox) {
    var domain = domain(mailbox.domain());
    if (domain == null)
      return new SpfVerdict(
          SpfResult.NONE, identity, mailbox.domain(), SpfVerdict.NO_MECHANISM, NO_DOMAIN, null);
    var bounded = bounded(input);
    var queries = new SpfQueries(dns, receiver.clock(), input.client());
    var evaluation = new SpfEvaluation(bounded, mailbox, queries, receiver);
    try {
      var outcome = evaluation.checkHost(domain);
      return new SpfVerdict(
          outcome.result(),
          identity,
          mailbox.domain(),
          outcome.mechanism(),
          detail(outcome, domain, input.client()),
          evaluation.explanation(outcome));
    } catch (SpfFault fault) {
      return new SpfVerdict(
          fault.result, identity, mailbox.domain(), SpfVerdict.NO_MECHANISM, fault.problem, null);
    }
  }

  private static SpfInput bounded(SpfInput input) {
    var helo = input.helo();
    if (helo.length() <= MAX_HELO) return input;
    return new SpfInput(input.client(), helo.substring(0, MAX_HELO), input.sender());
  }

  /// RFC 7208 §4.3: a well-formed name of several labels, or there is nothing to ask.
  private static @Nullable DnsName domain(String text) {
    if (text.startsWith("[") || text.indexOf('@') >= 0) return null;
    var name = DnsName.parse(text);
    return name != null && isMultiLabel(name) && !isAddress(name) ? name : null;
  }

  static boolean isMultiLabel(DnsName name) {
    return name.text().indexOf('.') > 0;
  }

  private static boolean isAddress(DnsName name) {
    var text = name.text();
    return Digits.longNumber(text.substring(text.lastIndexOf('.') + 1), 18) >= 0;
  }

  private static String detail(Outcome outcome, DnsName domain, InetAddress client) {
    var host = client.getHostAddress();
    return switch (outcome.result()) {
      case NONE -> domain + " has no SPF record";
      case PASS -> domain + " designates " + host + " as permitted sender";
      case FAIL -> domain + " does not designate " + host + " as permitted sender";
      case SOFTFAIL -> domain + " discourages use of " + host + " as permitted sender";
      case NEUTRAL, TEMPERROR, PERMERROR -> domain + " says nothing about " + host;
    };
  }
}
