package org.posthorn.app;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.feedback.FeedbackSender;
import org.posthorn.domain.feedback.ReportKind;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mail.EmailAddress;

/// The table `[feedback]` of [Config]: what other domains are told, and what they tell us.
record FeedbackConfig(
    @Doc(
            value =
                "Tell domains each day what came in their name, where their DMARC records ask for"
                    + " it.",
            or = "true")
        boolean dmarc,
    @Doc(
            value =
                """
                Tell domains each day how TLS with their mail servers went, where they ask for it by \
                TLSRPT.\
                """,
            or = "true")
        boolean tls,
    @Doc(
            value =
                """
                The address that reports come from, in a domain of yours that has a DKIM key that signs. \
                Without it: postmaster of the domain that this server's name is in, or of the first one \
                that signs. While none signs, no reports are sent.\
                """,
            example = "\"dmarc-reports@example.org\"")
        @Nullable EmailAddress from,
    @Doc(
            value = "Who reports, in words. Without it: the domain of the address.",
            example = "\"Example Limited\"")
        @Nullable String organization,
    @Doc(
            value = "Whom to ask about reports. Without it: the address that they come from.",
            example = "\"postmaster@example.org\"")
        @Nullable EmailAddress contact,
    @Doc(value = "Domains that get no reports, with all below them.", or = "[]")
        List<DnsName> except,
    @Doc(
            value =
                """
                Addresses of yours that your DMARC records name after "rua=": what others report there \
                is summed up, and delivered as usual, too.\
                """,
            or = "[]",
            example = "[\"dmarc@example.org\"]")
        List<EmailAddress> dmarcReports,
    @Doc(
            value = "The same for the TLSRPT records of your domains.",
            or = "[]",
            example = "[\"tls-reports@example.org\"]")
        List<EmailAddress> tlsReports) {

  FeedbackConfig {
    except = List.copyOf(except);
    dmarcReports = List.copyOf(dmarcReports);
    tlsReports = List.copyOf(tlsReports);
    if (from != null && from.needsSmtputf8())
      throw new IllegalArgumentException("from: only ASCII before the @");
    if (contact != null && contact.needsSmtputf8())
      throw new IllegalArgumentException("contact: only ASCII before the @");
    if (organization != null && !organization.matches("[^\\p{Cntrl}]{1,100}"))
      throw new IllegalArgumentException("organization: one line of at most 100 characters");
  }

  FeedbackSender.Rules rules() {
    var kinds = EnumSet.noneOf(ReportKind.class);
    if (dmarc) kinds.add(ReportKind.DMARC);
    if (tls) kinds.add(ReportKind.TLS);
    return new FeedbackSender.Rules(kinds, Set.copyOf(except));
  }

  /// Where mail comes to that is not to be reported on.
  List<EmailAddress> ownAddresses() {
    var own = new ArrayList<>(dmarcReports);
    own.addAll(tlsReports);
    if (from != null) own.add(from);
    return own;
  }
}
